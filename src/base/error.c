#include "base/error.h"

#include <stdarg.h>
#include <stdio.h>

bool rap_error_set(rap_error *error, rap_error_code code, long long position, const char *format,
                   ...)
{
    if (error) {
        va_list arguments;
        va_start(arguments, format);
        error->code = code;
        error->position = position;
        vsnprintf(error->message, sizeof error->message, format, arguments);
        va_end(arguments);
    }
    return false;
}
