/* Sentences in a file and what must be read from each: "=> ..." lines below a paragraph, "=> -" for
 * nothing. Shared by the tests of facts. */
#ifndef SENTENCES_H
#define SENTENCES_H

#include "facts/facts.h"

/* How one kind of fact is told in a line. */
typedef struct {
    const char *name; /* of the files: "figures" for figures-en.txt */
    size_t (*count)(const rap_version *version);
    bool (*fits)(rap_arena *arena, const rap_version *version, size_t index, rap_str expect);
    rap_str (*tell)(rap_arena *arena, const rap_version *version, size_t index);
} sentences_kind;

typedef struct {
    const rap_knowledge *knowledge;
    const char *folder;
    sentences_kind kind;
} sentences;

/* Facts of a paragraph in a report that covers 2023-01-01 to 2024-06-30. */
rap_version *sentences_read(const rap_knowledge *knowledge, rap_arena *arena, rap_lang lang,
                            rap_str text);
/* Whether what was read is what is expected; says both where it is not. */
bool sentences_check(const sentences *all, rap_arena *arena, const char *place, int line,
                     const rap_version *version, const rap_strs *expected);
/* Fails where a sentence of a language's file is read wrongly, or there are fewer than `least`. */
void sentences_check_languages(const sentences *all, int least);

/* Compiles the language data; says why where it cannot. */
bool sentences_set_up(rap_knowledge *ret_knowledge);
void sentences_tear_down(const rap_knowledge *knowledge);

/* Whether the fields that `expect` has are those of `read`; at most `most`, at most 16. */
bool sentences_fields_fit(rap_str read, rap_str expect, size_t most);
/* Splits a line at ";" into at most `most` fields; those left out stay empty. Returns how many. */
size_t sentences_fields(rap_str line, rap_str *ret_fields, size_t most);

#endif
