/* Runs a program as a child process with limits and in the sandbox (sandbox.h): no shell, no
 * network, nothing on disk but in `home`. */
#ifndef RAP_READING_CHILD_H
#define RAP_READING_CHILD_H

#include "base/error.h"
#include "base/str.h"

typedef struct {
    unsigned seconds;    /* of wall clock and of processor time */
    size_t output_bytes; /* what it may print, and a file that it writes may have */
    size_t memory_bytes; /* address space */
    const char *home;    /* where it may keep files of its own; NULL: nowhere */
    bool needs_sandbox;  /* it is not run where a part of the sandbox is missing */
} rap_child_limits;

typedef struct {
    rap_str output;   /* what it printed */
    rap_str messages; /* the beginning of what it wrote to standard error */
    int status;       /* its exit status, or -1 where a signal ended it */
} rap_child_result;

/* Path of a program in PATH, or NULL. */
const char *rap_child_find(rap_arena *arena, const char *program);

/* Runs `arguments` (NULL-terminated; the first is the program's path) with `input` as its standard
 * input, a file in memory that it may open as /dev/stdin and seek in. False where it could not be
 * started, took too long or printed too much; the child and what it started are gone in every case,
 * also when the arena is exhausted meanwhile and later freed. */
bool rap_child_run(rap_arena *arena, const char *const *arguments, rap_str input,
                   rap_child_limits limits, rap_child_result *ret_result, rap_error *error);

#endif
