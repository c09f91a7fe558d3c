/* The roles of parties: data/roles.tsv. Private to the module. */
#ifndef RAP_FACTS_ROLES_H
#define RAP_FACTS_ROLES_H

#include "rules.h"

/* The role of a party by the class of the verb, the type of the activity and the place where the
 * party stands in the sentence (empty: in one before). */
rap_str rap_party_role(const rap_role_rules *rules, rap_str verb_class, rap_str type,
                       rap_str place);
/* Whether any row gives the role. */
bool rap_role_is_known(const rap_role_rules *rules, rap_str role);
/* Gives every party of the activity its role in place of its place in the sentence; in a vector of
 * the activity's own. */
void rap_roles_give(const rap_role_rules *rules, rap_arena *arena, rap_str verb_class,
                    rap_activity *activity);

#endif
