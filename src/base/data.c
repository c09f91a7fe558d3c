#include "base/data.h"

#include "embedded.h"

#include <string.h>

rap_str rap_data_find(const char *path)
{
    size_t low = 0, high = rap_embedded_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = strcmp(path, rap_embedded[middle].path);
        if (!order) {
            return (rap_str){(const char *)rap_embedded[middle].bytes, rap_embedded[middle].length};
        }
        if (order < 0) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    return RAP_STR_NONE;
}

const char *rap_data_path(size_t index)
{
    return index < rap_embedded_count ? rap_embedded[index].path : NULL;
}
