/* A client for the targets of the server: sends bytes as they are, and takes the answer. */
#ifndef RAP_TEST_FUZZ_CLIENT_H
#define RAP_TEST_FUZZ_CLIENT_H

#include "fuzz.h"

/* Sends `bytes` on a connection of its own; what comes until the first answer is whole by its
 * Content-Length, the server closes, or nothing comes for `wait` milliseconds. */
rap_str fuzz_ask(rap_arena *arena, unsigned port, rap_str bytes, int wait);

/* Whether the server still answers a GET of `target`; aborts where it does not for 20 seconds. To
 * be asked now and then: what a case began may go on behind it. */
void fuzz_check_alive(rap_arena *arena, unsigned port, const char *target);

/* The answer begins with a status line and has a head; a problem is JSON with the same status.
 * Nothing at all is allowed: the server may hang up on what is no HTTP, or wait for more of it.
 * Returns the status, or 0. */
int fuzz_check_answer(rap_str answer);

#endif
