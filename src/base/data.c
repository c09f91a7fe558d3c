#include "base/data.h"

#include "embedded.h"

#include <string.h>

rap_str rap_data_find_in(const rap_data_file *files, size_t count, const char *path)
{
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = strcmp(path, files[middle].path);
        if (!order) {
            return (rap_str){(const char *)files[middle].bytes, files[middle].length};
        }
        if (order < 0) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    return RAP_STR_NONE;
}

rap_str rap_data_find(const char *path)
{
    return rap_data_find_in(rap_embedded, rap_embedded_count, path);
}

const char *rap_data_path(size_t index)
{
    return index < rap_embedded_count ? rap_embedded[index].path : NULL;
}
