/* What every test of a reader needs: the rules of text, and an arena. */
#ifndef READING_FIXTURE_H
#define READING_FIXTURE_H

#include "base/arena.h"
#include "text/text.h"

typedef struct {
    rap_text_rules *text;
    rap_arena *arena;
} fixture;

/* For cmocka: *state becomes a fixture. */
int fixture_set_up(void **state);
int fixture_tear_down(void **state);

#endif
