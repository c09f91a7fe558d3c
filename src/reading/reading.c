#include "reading/reading.h"
rap_read_limits rap_read_limits_default(void) { return (rap_read_limits){256u << 20, 512u << 20, 200, 256, 1000000, 60}; }
const rap_reader *rap_reader_at(size_t index) { (void)index; return NULL; }
bool rap_read(const rap_reading *reading, rap_arena *arena, rap_str bytes, rap_source *ret, rap_error *error) { (void)reading; (void)arena; (void)bytes; (void)ret; return rap_error_set(error, RAP_ERROR_FORMAT, -1, "no reader"); }
