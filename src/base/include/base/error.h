/* Errors belong to the caller; a library sets one and returns false. It neither logs nor exits. */
#ifndef RAP_BASE_ERROR_H
#define RAP_BASE_ERROR_H

#include <stdbool.h>
#include <stddef.h>

typedef enum {
    RAP_OK = 0,
    RAP_ERROR_USAGE,  /* the caller asked for what cannot be */
    RAP_ERROR_FILE,   /* a file cannot be opened, read or written */
    RAP_ERROR_FORMAT, /* the bytes are not what they should be */
    RAP_ERROR_LIMIT,  /* larger, deeper or longer than allowed */
    RAP_ERROR_MEMORY,
    RAP_ERROR_REGISTER, /* the register refused */
    RAP_ERROR_NEWER,    /* the register was made by a newer program */
    RAP_ERROR_BUSY,     /* somebody else holds the register */
    RAP_ERROR_MISSING,  /* no such document, rule or program */
    RAP_ERROR_CANCELLED,
    RAP_ERROR_STALE /* somebody else came first */
} rap_error_code;

typedef struct {
    rap_error_code code;
    long long position; /* byte or line in the input, -1 where there is none */
    char message[400];  /* what is wrong and what to do, one line, no file name */
} rap_error;

/* Fills *error (NULL is allowed) and returns false, so that `return rap_error_set(...)` reads well.
 */
bool rap_error_set(rap_error *error, rap_error_code code, long long position, const char *format,
                   ...) __attribute__((format(printf, 4, 5)));

#endif
