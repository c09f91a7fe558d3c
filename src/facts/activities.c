#include "facts/facts.h"
void rap_activity_find(const rap_knowledge *knowledge, rap_version *version) { (void)knowledge; (void)version; }
