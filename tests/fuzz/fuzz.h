/* What the fuzz targets share. A target is one function, fuzz_one; fuzz.c makes of it what
 * libFuzzer and the driver call. */
#ifndef RAP_TEST_FUZZ_H
#define RAP_TEST_FUZZ_H

#include "base/arena.h"
#include "base/str.h"

#include <stdbool.h>

/* Whatever the input, it returns; what must not be aborts. The arena is freed behind it; where it
 * is exhausted the process aborts, as no input of a target may take so much. */
void fuzz_one(rap_arena *arena, rap_str input);

/* Aborts, after telling what did not hold. */
void fuzz_demand(bool holds, const char *what);

/* Cuts the next line off *rest; false at its end. */
bool fuzz_line(rap_str *rest, rap_str *ret_line);
/* Cuts the first byte off *input; 0 where there is none. */
unsigned char fuzz_byte(rap_str *input);

/* Whether byte `at` begins a character of `text`, or is its end. */
bool fuzz_is_boundary(rap_str text, size_t at);

/* A new folder under TMPDIR (/tmp) that is removed, with the files in it, when the process ends. */
const char *fuzz_folder(void);

#endif
