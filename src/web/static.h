/* The pages and what else is served as it stands, made by tools/embed.c when the program is built.
 */
#ifndef RAP_WEB_STATIC_H
#define RAP_WEB_STATIC_H

#include "base/data.h"

extern const rap_data_file web_static[];
extern const size_t web_static_count;
extern const rap_data_file web_bundle[];
extern const size_t web_bundle_count;

#endif
