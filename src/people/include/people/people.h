/* People who share a register: accounts, sessions, tokens, an audit log, and what they contribute.
 * All of it is in a file of its own beside the register, so that a register can be copied, sent and
 * published without a password or a draft in it. Knows nothing of HTTP.
 *
 * One handle may be used by several threads. Secrets are kept as hashes only. `now` is in seconds
 * since 1970, UTC. Strings given back live in the caller's arena.
 */
#ifndef RAP_PEOPLE_PEOPLE_H
#define RAP_PEOPLE_PEOPLE_H

#include "base/error.h"
#include "base/str.h"

typedef struct rap_people rap_people;

typedef enum {
    RAP_ROLE_NOBODY,
    RAP_ROLE_READER,
    RAP_ROLE_CONTRIBUTOR,  /* adds inputs of an organization */
    RAP_ROLE_REVIEWER,     /* adds documents, decides, clears inputs */
    RAP_ROLE_ADMINISTRATOR /* keeps the accounts, reads the log */
} rap_role;
const char *rap_role_name(rap_role role);
/* RAP_ROLE_NOBODY for what is none. */
rap_role rap_role_of(const char *name);

/* `path` is the register's; the file beside it is "PATH.people". NULL on failure;
 * RAP_ERROR_MISSING where there is none and `is_new` is not allowed. */
rap_people *rap_people_open(const char *path, bool is_new, rap_error *error);
void rap_people_close(rap_people *people);

/* -- accounts ----------------------------------------------------------------------------------
 */

typedef struct {
    int64_t id;
    const char *name;
    rap_role role;
    const char *organization; /* of a contributor; may be empty */
} rap_account;

/* RAP_ERROR_USAGE with the reason where name, role or password will not do. */
bool rap_people_add(rap_people *people, const char *name, rap_role role, const char *organization,
                    const char *password, int64_t now, rap_error *error);
/* Ends the account, its sessions and tokens; what it did stays on record. */
bool rap_people_remove(rap_people *people, const char *name, int64_t now, rap_error *error);
/* Ends its sessions and tokens, and what locks it. */
bool rap_people_set_password(rap_people *people, const char *name, const char *password,
                             int64_t now, rap_error *error);
/* NULL leaves as it is; RAP_ROLE_NOBODY likewise. Ends its sessions and tokens. */
bool rap_people_change(rap_people *people, const char *name, rap_role role,
                       const char *organization, int64_t now, rap_error *error);

/* -- sessions ------------------------------------------------------------------------------------
 */

enum { RAP_SESSION_IDLE = 30 * 60, RAP_SESSION_LONGEST = 12 * 3600 };

typedef enum { RAP_LOGIN_DONE, RAP_LOGIN_WRONG, RAP_LOGIN_LOCKED, RAP_LOGIN_FAILED } rap_login;

/* A new session, of a secret that was never seen before. Wrong passwords lock the name, and many of
 * them the address, for a time that grows; *ret_wait is how long. */
rap_login rap_people_log_in(rap_people *people, rap_arena *arena, const char *name,
                            const char *password, const char *address, int64_t now,
                            const char **ret_secret, rap_account *ret_account, int64_t *ret_wait,
                            rap_error *error);
/* Whose session it is; false where it is none, or over. */
bool rap_people_session(rap_people *people, rap_arena *arena, const char *secret, int64_t now,
                        rap_account *ret_account);
void rap_people_log_out(rap_people *people, const char *secret);
/* What a page must send with the session to show that it is ours; 43 characters and a NUL. */
void rap_people_csrf(const char *secret, char ret_token[44]);
/* In a time that does not tell where they differ. */
bool rap_people_same(const char *a, const char *b);

/* -- tokens of programs
 * ----------------------------------------------------------------------------
 */

/* A secret "rap_..." that is told this once; `can_write` its scope, `days` until it ends. */
bool rap_people_token_add(rap_people *people, rap_arena *arena, const rap_account *account,
                          const char *label, bool can_write, int days, int64_t now,
                          const char **ret_secret, rap_error *error);
bool rap_people_token(rap_people *people, rap_arena *arena, const char *secret, int64_t now,
                      rap_account *ret_account, bool *ret_can_write);
/* RAP_ERROR_MISSING where the account has no such token. */
bool rap_people_token_end(rap_people *people, int64_t account, int64_t token, rap_error *error);

/* -- the log -------------------------------------------------------------------------------------
 */

/* Adds a line; the database refuses to change or drop one. NULL members are left empty. */
bool rap_people_note(rap_people *people, int64_t now, const char *who, const char *address,
                     const char *action, const char *about, const char *detail);

/* -- contributions -----------------------------------------------------------------------------
 */

typedef struct {
    int64_t id;
    int64_t account;
    const char *organization, *period, *language, *title, *text, *state;
} rap_contribution;

/* What an organization reports for a period; `draft`, until it is submitted. */
bool rap_people_contribute(rap_people *people, const rap_account *account,
                           const rap_contribution *input, int64_t now, int64_t *ret_id,
                           rap_error *error);
/* Replaces the text of one's own that is a draft or was returned. */
bool rap_people_contribution_edit(rap_people *people, const rap_account *account, int64_t id,
                                  const rap_contribution *input, int64_t now, rap_error *error);
/* draft or returned -> submitted (by the account's organization); submitted -> cleared or returned
 * (by a reviewer, not of one's own). `note` says why. */
bool rap_people_contribution_move(rap_people *people, const rap_account *account, int64_t id,
                                  const char *state, const char *note, int64_t now,
                                  rap_error *error);
/* RAP_ERROR_MISSING as well where the account may not see it. */
bool rap_people_contribution(rap_people *people, rap_arena *arena, const rap_account *account,
                             int64_t id, rap_contribution *ret_input, rap_error *error);

/* -- lists -------------------------------------------------------------------------------------
 */

typedef enum {
    RAP_PEOPLE_ACCOUNTS,
    RAP_PEOPLE_TOKENS,       /* of `account` */
    RAP_PEOPLE_LOG,          /* the latest first */
    RAP_PEOPLE_CONTRIBUTIONS /* those that `account` may see */
} rap_people_kind;

/* JSON objects, without secrets; `limit` 0: all. */
bool rap_people_list(rap_people *people, rap_people_kind kind, const rap_account *account,
                     size_t limit, size_t offset,
                     bool (*visit)(void *user, const char *json, size_t length), void *user,
                     size_t *ret_total, rap_error *error);

#endif
