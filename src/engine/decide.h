/* What the files on decisions share. */
#ifndef RAP_ENGINE_DECIDE_H
#define RAP_ENGINE_DECIDE_H

#include "tie.h"

#include "base/json.h"
#include "model/record.h"

/* A name for a decision that no other has, in whatever register. */
rap_str rap_decide_uid(rap_arena *arena);

/* A fact as rapporteur_fact gives it, in `arena`, with "warnings" where there are any; NULL on
 * failure. */
const char *rap_review_fact(rapporteur *r, rap_arena *arena, rap_str id, const rap_strs *warnings,
                            rap_error *error);

#endif
