/* Private to the module and its tests. */
#ifndef RAP_FACTS_ACTIVITIES_H
#define RAP_FACTS_ACTIVITIES_H

#include "facts/facts.h"

/* rap_activity_find, returning the steps it took: grows with the text, not with its square. */
size_t rap_activity_find_counted(const rap_knowledge *knowledge, rap_version *version);

#endif
