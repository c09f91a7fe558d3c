#ifndef RAP_READING_WORKER_H
#define RAP_READING_WORKER_H

#include "reading/reading.h"

/* Reads `bytes` with reader `index` of the table in a child of the worker's, within the sandbox. */
bool rap_worker_read(const rap_reading *reading, size_t index, rap_arena *arena, rap_str bytes,
                     rap_source *ret_source, rap_error *error);

/* rap_unpack_here, in the same way. */
rap_unpack_outcome rap_worker_unpack(const rap_reading *reading, rap_arena *arena, rap_str bytes,
                                     rap_enclosures *ret_enclosures, rap_error *error);

/* In the sandbox, instead of a reader: for tests. What it fills in is handed to the parent. */
typedef void (*rap_worker_hook)(rap_arena *arena, rap_str bytes, rap_buf *answer);
rap_worker *rap_worker_new_with(const rap_text_rules *rules, rap_read_limits limits,
                                rap_worker_hook hook, rap_error *error);

#endif
