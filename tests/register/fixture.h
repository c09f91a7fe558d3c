/* A small document as the analysis would give it, for tests of the store. */
#ifndef FIXTURE_H
#define FIXTURE_H

#include "register/register.h"

/* A version of `doc` with a title and two paragraphs that name `organization`, with a mandate and
 * an agreement between it and KEN, signed on 4 May 2023 in a place called `place`. */
rap_version fixture_version(rap_arena *arena, const char *doc, const char *doc_lang, rap_lang lang,
                            const char *organization, const char *place);

/* Keeps `bytes` as a file and the versions as what was read from it, in one transaction, with the
 * blocks' own words as tokens. The file's id. */
int64_t fixture_add(rap_register *reg, rap_arena *arena, const char *bytes,
                    const rap_version *versions, size_t count);

/* Lower case. */
rap_str fixture_fold(rap_arena *arena, rap_str text);

/* Tokens of every block: its text in lower case without punctuation. */
rap_str **fixture_tokens(rap_arena *arena, const rap_version *versions, size_t count);

/* The records of a list, or the lines of a dump. */
typedef struct {
    rap_arena *arena;
    rap_strs lines;
    size_t most; /* stop after so many; 0: never */
} fixture_lines;
bool fixture_take(void *user, rap_str line);
rap_strs fixture_list(rap_register *reg, rap_arena *arena, rap_records records,
                      const rap_filter *filter);
rap_strs fixture_dump(rap_register *reg, rap_arena *arena);

/* A new empty folder below $TMPDIR or /tmp; fixture_remove takes it away with all in it. */
char *fixture_folder(rap_arena *arena);
void fixture_remove(const char *folder);

#endif
