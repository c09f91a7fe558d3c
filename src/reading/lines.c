#include "reading/reading.h"
void rap_read_lines(const rap_reading *reading, rap_source *source, rap_str text) { (void)reading; (void)source; (void)text; }
