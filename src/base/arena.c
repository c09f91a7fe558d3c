#include "base/arena.h"

#include <stdalign.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FIRST_CHUNK (64u * 1024)
#define LARGEST_CHUNK (4u * 1024 * 1024)
/* Under the address sanitizer a strip behind whatever is taken, and all that is free, is poisoned:
 * a chunk is one piece of memory to the sanitizer, which else sees no step from one thing in it to
 * the next. */
#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define HAS_ASAN 1
#endif
#elif defined(__SANITIZE_ADDRESS__)
#define HAS_ASAN 1
#endif
#ifdef HAS_ASAN
#include <sanitizer/asan_interface.h>
#define STRIP alignof(max_align_t)
#else
#define ASAN_POISON_MEMORY_REGION(at, size) ((void)(at), (void)(size))
#define ASAN_UNPOISON_MEMORY_REGION(at, size) ((void)(at), (void)(size))
#define STRIP ((size_t)0)
#endif

/* Of the memory of a document so much is kept for the next: what most documents need. Memory given
 * back comes again as fresh pages, and those cost more than their use. */
#define KEPT ((size_t)4 * 1024 * 1024)

typedef struct chunk {
    struct chunk *next;
    size_t size, used;
    alignas(max_align_t) unsigned char bytes[];
} chunk;

typedef struct deferred {
    struct deferred *next;
    void (*release)(void *);
    void *object;
} deferred;

struct rap_arena {
    chunk *newest;
    chunk *spare; /* kept by a reset, all but used up */
    deferred *deferred;
    size_t limit, used, next_chunk;
    bool is_guarded;
    jmp_buf guard;
};

rap_arena *rap_arena_new(size_t limit)
{
    rap_arena *arena = calloc(1, sizeof *arena);
    if (arena) {
        arena->limit = limit;
        arena->next_chunk = FIRST_CHUNK;
    }
    return arena;
}

static void run_deferred(rap_arena *arena)
{
    while (arena->deferred) {
        deferred *first = arena->deferred;
        arena->deferred = first->next;
        first->release(first->object);
    }
}

void rap_arena_reset(rap_arena *arena)
{
    run_deferred(arena);
    size_t kept = 0;
    for (chunk *c = arena->spare; c; c = c->next) {
        kept += c->size;
    }
    while (arena->newest && arena->newest->next) {
        chunk *freed = arena->newest;
        arena->newest = freed->next;
        if (kept + freed->size > KEPT) {
            free(freed);
            continue;
        }
        kept += freed->size;
        freed->next = arena->spare;
        arena->spare = freed;
    }
    if (arena->newest) {
        arena->newest->used = 0;
        ASAN_POISON_MEMORY_REGION(arena->newest->bytes, arena->newest->size);
    }
    arena->used = 0;
    arena->next_chunk = FIRST_CHUNK;
}

void rap_arena_free(rap_arena *arena)
{
    if (!arena) {
        return;
    }
    rap_arena_reset(arena);
    while (arena->spare) {
        chunk *next = arena->spare->next;
        free(arena->spare);
        arena->spare = next;
    }
    free(arena->newest);
    free(arena);
}

static _Noreturn void exhausted(rap_arena *arena)
{
    if (arena->is_guarded) {
        longjmp(arena->guard, 1);
    }
    abort();
}

/* What a piece of `size` bytes takes up. */
static size_t room_of(size_t size)
{
    size = size ? size : 1;
    return ((size + alignof(max_align_t) - 1) & ~(alignof(max_align_t) - 1)) + STRIP;
}

/* A spare chunk of that size or more, taken out of the list; NULL: there is none. */
static chunk *take_spare(rap_arena *arena, size_t size)
{
    for (chunk **link = &arena->spare; *link; link = &(*link)->next) {
        if ((*link)->size >= size) {
            chunk *taken = *link;
            *link = taken->next;
            return taken;
        }
    }
    return NULL;
}

static void add_chunk(rap_arena *arena, size_t at_least)
{
    size_t size = arena->next_chunk > at_least ? arena->next_chunk : at_least;
    chunk *fresh = take_spare(arena, size);
    if (!fresh) {
        fresh = malloc(sizeof *fresh + size);
        if (!fresh) {
            exhausted(arena);
        }
        fresh->size = size;
    }
    fresh->next = arena->newest;
    fresh->used = 0;
    ASAN_POISON_MEMORY_REGION(fresh->bytes, fresh->size);
    arena->newest = fresh;
    if (arena->next_chunk < LARGEST_CHUNK) {
        arena->next_chunk *= 2;
    }
}

void *rap_arena_take_raw(rap_arena *arena, size_t size)
{
    if (size > SIZE_MAX / 2) {
        exhausted(arena);
    }
    size_t room = room_of(size);
    if (arena->limit && room > arena->limit - arena->used) {
        exhausted(arena);
    }
    if (!arena->newest || room > arena->newest->size - arena->newest->used) {
        add_chunk(arena, room);
    }
    void *taken = arena->newest->bytes + arena->newest->used;
    arena->newest->used += room;
    arena->used += room;
    ASAN_UNPOISON_MEMORY_REGION(taken, size ? size : 1);
    return taken;
}

void *rap_arena_take(rap_arena *arena, size_t size)
{
    return memset(rap_arena_take_raw(arena, size), 0, size ? size : 1);
}

void *rap_arena_take_many(rap_arena *arena, size_t size, size_t count)
{
    size_t all = 0;
    if (__builtin_mul_overflow(size, count, &all)) {
        exhausted(arena);
    }
    return rap_arena_take(arena, all);
}

void rap_arena_give_back(rap_arena *arena, void *taken, size_t size, size_t kept)
{
    chunk *newest = arena->newest;
    size_t had = room_of(size), has = room_of(kept);
    if ((unsigned char *)taken + had == newest->bytes + newest->used) {
        newest->used -= had - has;
        arena->used -= had - has;
        ASAN_POISON_MEMORY_REGION(taken, had);
        ASAN_UNPOISON_MEMORY_REGION(taken, kept ? kept : 1);
    }
}

void *rap_arena_grow(rap_arena *arena, void *old, size_t old_size, size_t new_size)
{
    chunk *newest = arena->newest;
    size_t had = room_of(old_size);
    if (old && new_size <= SIZE_MAX / 2 && new_size > old_size && newest &&
        (unsigned char *)old + had == newest->bytes + newest->used) {
        size_t more = room_of(new_size) - had;
        bool is_allowed = !arena->limit || more <= arena->limit - arena->used;
        if (is_allowed && more <= newest->size - newest->used) {
            ASAN_UNPOISON_MEMORY_REGION(old, new_size);
            memset((unsigned char *)old + old_size, 0, new_size - old_size);
            newest->used += more;
            arena->used += more;
            return old;
        }
    }
    if (old && new_size <= old_size) {
        return old;
    }
    unsigned char *fresh = rap_arena_take_raw(arena, new_size);
    if (old) {
        memcpy(fresh, old, old_size);
    }
    memset(fresh + (old ? old_size : 0), 0, new_size - (old ? old_size : 0));
    return fresh;
}

char *rap_arena_copy(rap_arena *arena, const char *data, size_t length)
{
    char *copy = rap_arena_take_raw(arena, length + 1);
    if (length) {
        memcpy(copy, data, length);
    }
    copy[length] = '\0';
    return copy;
}

char *rap_arena_vformat(rap_arena *arena, const char *format, va_list arguments)
{
    va_list again;
    va_copy(again, arguments);
    int length = vsnprintf(NULL, 0, format, arguments);
    char *text = rap_arena_take(arena, length < 0 ? 1 : (size_t)length + 1);
    if (length > 0) {
        vsnprintf(text, (size_t)length + 1, format, again);
    }
    va_end(again);
    return text;
}

char *rap_arena_format(rap_arena *arena, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    char *text = rap_arena_vformat(arena, format, arguments);
    va_end(arguments);
    return text;
}

void rap_arena_defer(rap_arena *arena, void (*release)(void *), void *object)
{
    deferred *entry = rap_arena_take(arena, sizeof *entry);
    entry->release = release;
    entry->object = object;
    entry->next = arena->deferred;
    arena->deferred = entry;
}

size_t rap_arena_used(const rap_arena *arena)
{
    return arena->used;
}

jmp_buf *rap_arena_guard(rap_arena *arena)
{
    arena->is_guarded = true;
    return &arena->guard;
}

void rap_arena_unguard(rap_arena *arena)
{
    arena->is_guarded = false;
}
