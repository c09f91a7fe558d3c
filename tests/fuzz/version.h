/* Versions in fuzz targets: the language data, and what must hold of whatever is read. */
#ifndef RAP_TEST_FUZZ_VERSION_H
#define RAP_TEST_FUZZ_VERSION_H

#include "fuzz.h"

#include "facts/facts.h"

/* Compiled at first need, once. */
const rap_knowledge *fuzz_knowledge(void);

/* The language that a byte names ('a', 'z', 'e', 'f', 'r', 's' or any other). */
rap_lang fuzz_language(unsigned char byte);

/* A text as a reader gives it: valid UTF-8, white space collapsed. */
rap_str fuzz_text(rap_arena *arena, rap_str bytes);

/* Every place in the version lies within its text and between two characters, mentions stand in
 * order and do not overlap, indices name blocks that there are. */
void fuzz_check_version(const rap_version *version);

/* All records of the version, one a line; each of them is a JSON object, or this aborts. */
rap_str fuzz_records(rap_arena *arena, const rap_version *version);

#endif
