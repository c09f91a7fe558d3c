#include "base/error.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* What did not fit ends with a whole character of UTF-8. */
static void cut_whole(char *message, size_t room)
{
    size_t length = strlen(message), end = length;
    if (length + 1 < room) {
        return;
    }
    while (end && ((unsigned char)message[end - 1] & 0xC0) == 0x80) {
        end--;
    }
    unsigned char lead = end ? (unsigned char)message[end - 1] : 0;
    size_t needed = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC0 ? 2 : 1;
    if (end && end - 1 + needed > length) {
        message[end - 1] = 0;
    }
}

bool rap_error_set(rap_error *error, rap_error_code code, long long position, const char *format,
                   ...)
{
    if (!error) {
        return false;
    }
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(error->message, sizeof error->message, format, arguments);
    va_end(arguments);
    error->code = code;
    error->position = position;
    cut_whole(error->message, sizeof error->message);
    return false;
}
