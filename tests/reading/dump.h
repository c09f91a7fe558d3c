/* What a reader made of a file, as text: for the golden files and for reading by eye. */
#ifndef RAP_TEST_READING_DUMP_H
#define RAP_TEST_READING_DUMP_H

#include "reading/reading.h"

/* One line a block; warnings and cover data before. */
rap_str dump_source(rap_arena *arena, const rap_source *source);
/* The same as JSON Lines with the field names of `export`. */
rap_str dump_json(rap_arena *arena, const rap_source *source);

#endif
