#include "facts/facts.h"
void rap_mandate_find(const rap_knowledge *knowledge, rap_version *version) { (void)knowledge; (void)version; }
