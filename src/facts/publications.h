/* What an activity published: title, kind, languages. Private to the module. */
#ifndef RAP_FACTS_PUBLICATIONS_H
#define RAP_FACTS_PUBLICATIONS_H

#include "activity_type.h"

/* Reads the publication that a predicate tells; in the clause's arena. `before`: what a relative
 * clause is about where it names none itself, or NULL. */
const rap_publication *rap_publication_read(rap_clause *clause, const rap_predicate *predicate,
                                            const rap_act_kind *kind,
                                            const rap_publication *before);

#endif
