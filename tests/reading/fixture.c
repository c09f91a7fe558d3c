#include "fixture.h"

#include <stdlib.h>

int fixture_set_up(void **state)
{
    fixture *f = calloc(1, sizeof *f);
    rap_error error;
    f->text = rap_text_rules_new(&error);
    f->arena = rap_arena_new(0);
    *state = f;
    return f->text && f->arena ? 0 : -1;
}

int fixture_tear_down(void **state)
{
    fixture *f = *state;
    rap_text_rules_free(f->text);
    rap_arena_free(f->arena);
    free(f);
    return 0;
}
