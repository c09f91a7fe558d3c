/* Arena: all memory of one document, freed at once.
 *
 * Nothing taken from an arena is freed singly. Allocation never returns NULL: when the
 * arena's limit or the machine's memory is exhausted, control returns to the guard that
 * the owner set with RAP_ARENA_GUARD; without a guard the process aborts. Between the guard
 * and the exhaustion, code that holds something outside the arena (a parser, a handle)
 * registers it with rap_arena_defer, so that it is released in either case.
 */
#ifndef RAP_BASE_ARENA_H
#define RAP_BASE_ARENA_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

typedef struct rap_arena rap_arena;

/* A new arena that may hold at most `limit` bytes; 0: no limit. NULL when memory is out. */
rap_arena *rap_arena_new(size_t limit);

/* Runs what was deferred, newest first, and frees everything. NULL is allowed. */
void rap_arena_free(rap_arena *arena);

/* Forgets everything taken so far, keeping the memory for reuse. */
void rap_arena_reset(rap_arena *arena);

/* `size` bytes, zeroed, aligned for any object. */
void *rap_arena_take(rap_arena *arena, size_t size);

/* `count` times `size` bytes, likewise; more than a size can tell exhausts the arena. */
void *rap_arena_take_many(rap_arena *arena, size_t size, size_t count);

/* `size` bytes, not zeroed. */
void *rap_arena_take_raw(rap_arena *arena, size_t size);

/* Gives back what is behind the first `kept` bytes of what was taken last, all `size` of it. */
void rap_arena_give_back(rap_arena *arena, void *taken, size_t size, size_t kept);

/* Grows the array of `old_size` bytes at `old` to `new_size`; in place where it is the newest. */
void *rap_arena_grow(rap_arena *arena, void *old, size_t old_size, size_t new_size);

/* A NUL-terminated copy of `length` bytes. */
char *rap_arena_copy(rap_arena *arena, const char *data, size_t length);

/* printf into the arena. */
char *rap_arena_format(rap_arena *arena, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
char *rap_arena_vformat(rap_arena *arena, const char *format, va_list arguments)
    __attribute__((format(printf, 2, 0)));

/* Calls release(object) when the arena is freed or reset. */
void rap_arena_defer(rap_arena *arena, void (*release)(void *), void *object);

/* Bytes handed out so far. */
size_t rap_arena_used(const rap_arena *arena);

/* 0 at first; 1 when the arena was exhausted later and control came back here.
 * The function that sets the guard must not return before the arena's work is done;
 * it clears the guard with rap_arena_unguard. */
#define RAP_ARENA_GUARD(arena) setjmp(*rap_arena_guard(arena))
jmp_buf *rap_arena_guard(rap_arena *arena);
void rap_arena_unguard(rap_arena *arena);

#define RAP_NEW(arena, type) ((type *)rap_arena_take((arena), sizeof(type)))
#define RAP_NEW_ARRAY(arena, type, count)                                                          \
    ((type *)rap_arena_take_many((arena), sizeof(type), (count)))

#endif
