/* What the files of the module share. */
#ifndef RAP_PEOPLE_INTERNAL_H
#define RAP_PEOPLE_INTERNAL_H

#include "people/people.h"

#include <pthread.h>
#include <sqlite3.h>

#define PEOPLE_STATEMENTS 48

struct rap_people {
    sqlite3 *db;
    pthread_mutex_t lock; /* of the connection; held from people_ask to people_end */
    struct {
        const char *sql;
        sqlite3_stmt *statement;
    } cache[PEOPLE_STATEMENTS];
    size_t cached;
};

/* A statement with its values, by the letters of `types`: i int64_t, t text (NULL: NULL), b 32
 * bytes. The lock is taken; people_end gives it back. `sql` is a literal. */
sqlite3_stmt *people_ask(rap_people *people, const char *sql, const char *types, ...);
void people_end(rap_people *people, sqlite3_stmt *statement);
/* Runs a statement without rows; *ret_changed (may be NULL) is how many rows it changed. */
bool people_run(rap_people *people, rap_error *error, int *ret_changed, const char *sql,
                const char *types, ...);
bool people_fail(rap_people *people, rap_error *error);
/* A column's text in the arena, "" where it is NULL. */
const char *people_text(rap_arena *arena, sqlite3_stmt *statement, int column);

enum { PEOPLE_HASH = 32 };
/* The hash under which a secret is kept. */
void people_hash(const char *secret, unsigned char ret_hash[PEOPLE_HASH]);
/* A new secret of 32 random bytes behind `prefix`; in the arena. */
const char *people_secret(rap_arena *arena, const char *prefix);

/* 0 where the name or the address may try; else seconds to wait. */
int64_t people_lock_left(rap_people *people, const char *key, int64_t now);
void people_lock_count(rap_people *people, const char *key, int free_tries, int64_t now);
void people_lock_clear(rap_people *people, const char *key);

#endif
