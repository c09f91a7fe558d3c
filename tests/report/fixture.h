/* Makes a register in memory from a text that says what was read: see invented.json. */
#ifndef RAP_TESTS_REPORT_FIXTURE_H
#define RAP_TESTS_REPORT_FIXTURE_H

#include "base/map.h"
#include "register/register.h"

typedef struct {
    rap_register *reg;
    rap_map *names; /* "AU|en", and "AU|kind", to rap_str */
} fixture;

/* False with a message on stderr where the file is not as it should be. */
bool fixture_open(rap_arena *arena, const char *path, fixture *ret_fixture);
/* For rap_report_options; `user` is the fixture. */
rap_str fixture_name(void *user, rap_str id, rap_lang lang);
rap_str fixture_kind(void *user, rap_str id);

#endif
