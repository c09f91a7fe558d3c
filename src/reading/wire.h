/* A rap_source as bytes: what a child process that read a document hands back. The child may be
 * anybody's by then, so that what comes is checked before it is believed. */
#ifndef RAP_READING_WIRE_H
#define RAP_READING_WIRE_H

#include "reading/reading.h"

void rap_wire_put(rap_buf *out, const rap_source *source);
/* Takes one apart; texts are slices of `bytes`. False where anything in it cannot be: a number out
 * of its range, a place outside its text or a file of `file_bytes`, a text that is not UTF-8, more
 * blocks than allowed, bytes left over. source->arena is set, source->reader is left to the caller.
 */
bool rap_wire_get(rap_arena *arena, rap_str bytes, size_t file_bytes, const rap_read_limits *limits,
                  rap_source *ret_source);

/* The same of what is enclosed in a file; names come clean (enclosures.h). */
void rap_wire_put_enclosures(rap_buf *out, const rap_enclosures *enclosures);
bool rap_wire_get_enclosures(rap_arena *arena, rap_str bytes, const rap_read_limits *limits,
                             rap_enclosures *ret_enclosures);

#endif
