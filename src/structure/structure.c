#include "structure/structure.h"
void rap_structure_find(const rap_structure_rules *rules, const rap_text_rules *text, const rap_source *source, rap_str id, rap_str file_name, rap_versions *ret) { (void)rules; (void)text; (void)source; (void)id; (void)file_name; *ret = (rap_versions){0}; }
