/* What a child process that reads foreign bytes may still do: no network, no files, no privileges,
 * bounds on memory and time. Linux: seccomp, landlock, resource limits; where the kernel gives one
 * of them not, the others stand. */
#ifndef RAP_READING_SANDBOX_H
#define RAP_READING_SANDBOX_H

#include "base/arena.h"

#include <linux/filter.h>
#include <stdbool.h>

typedef enum {
    /* This program's own code: reads and writes what is open, and takes memory; nothing else. */
    RAP_SANDBOX_READER,
    /* Another program: reads system folders and its own, writes only what is open. It may be
     * executed once it is in the sandbox. */
    RAP_SANDBOX_PROGRAM,
    /* A program that needs files and processes of its own: no network, no hold on the system. */
    RAP_SANDBOX_OFFICE
} rap_sandbox_kind;

typedef struct {
    unsigned seconds;    /* of wall clock (READER) and of processor time */
    size_t memory_bytes; /* address space; 0: as it is */
    size_t file_bytes;   /* of a file that is written */
} rap_sandbox_limits;

typedef struct {
    rap_sandbox_kind kind;
    rap_sandbox_limits limits;
    bool is_needed;            /* it is not entered where a part of it is missing */
    const char *folder;        /* PROGRAM: where it lies; OFFICE: where it works; borrowed */
    struct sock_fprog program; /* of seccomp; in the arena; empty where there is none */
} rap_sandbox;

/* Makes ready what needs memory. `program` is the path of what will run, of OFFICE the folder in
 * which it works, or NULL. */
rap_sandbox rap_sandbox_new(rap_arena *arena, rap_sandbox_kind kind, rap_sandbox_limits limits,
                            const char *program);
/* Puts the calling process in it, for good. Only calls that are safe between fork and exec; false
 * where not even privileges can be given up, or something is missing and is_needed. */
bool rap_sandbox_enter(const rap_sandbox *sandbox);

#endif
