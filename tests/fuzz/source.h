/* Sources in fuzz targets of readers. */
#ifndef RAP_TEST_FUZZ_SOURCE_H
#define RAP_TEST_FUZZ_SOURCE_H

#include "fuzz.h"

#include "reading/reading.h"

/* What readers are given: limits that a case stays within a second or so of. The rules of text are
 * made once. */
rap_reading fuzz_reading(void);

/* Blocks of valid text; places in them lie between characters. */
void fuzz_check_source(const rap_source *source);

/* Reads: what comes out holds, or one line says why not. False where it does not, or where the file
 * needs more memory than a case may have. */
bool fuzz_read(rap_arena *arena, const char *reader, rap_str bytes, rap_source *ret_source);

#endif
