/* What tools/embed.c makes of data/ when the program is built. */
#ifndef RAP_BASE_EMBEDDED_H
#define RAP_BASE_EMBEDDED_H

#include "base/data.h"

extern const rap_data_file rap_embedded[];
extern const size_t rap_embedded_count;

#endif
