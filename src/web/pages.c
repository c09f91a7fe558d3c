/* The pages: files in the program, or in a folder. What is no file is a place within the pages,
 * which their own code finds. */
#include "web.h"

#include "base/data.h"
#include "base/file.h"
#include "static.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#define LARGEST ((size_t)64 << 20)

static const char *type_of(const char *path)
{
    static const char *const types[][2] = {{".html", "text/html; charset=utf-8"},
                                           {".js", "text/javascript; charset=utf-8"},
                                           {".css", "text/css; charset=utf-8"},
                                           {".json", "application/json"},
                                           {".webmanifest", "application/manifest+json"},
                                           {".svg", "image/svg+xml"},
                                           {".png", "image/png"},
                                           {".ico", "image/x-icon"},
                                           {".txt", "text/plain; charset=utf-8"}};
    const char *dot = strrchr(path, '.');
    for (size_t i = 0; dot && i < sizeof types / sizeof types[0]; i++) {
        if (strcmp(types[i][0], dot) == 0) {
            return types[i][1];
        }
    }
    return "application/octet-stream";
}

/* A file of the folder, which links do not lead out of. */
static bool read_file(web_call *call, const char *path, rap_str *ret_bytes)
{
    char root[PATH_MAX], full[PATH_MAX];
    const char *folder = call->web->options.pages;
    const char *wanted = rap_arena_format(call->arena, "%s/%s", folder, path);
    rap_error inner;
    if (!realpath(folder, root) || !realpath(wanted, full)) {
        return false;
    }
    size_t length = strlen(root);
    return strncmp(full, root, length) == 0 && full[length] == '/' &&
           rap_file_kind_of(full) == RAP_FILE_REGULAR &&
           rap_file_read(call->arena, full, LARGEST, ret_bytes, &inner);
}

static bool find(web_call *call, const char *path, rap_str *ret_bytes)
{
    if (call->web->options.pages) {
        return read_file(call, path, ret_bytes);
    }
    bool has_bundle = web_bundle_count > 0; /* built with its pages */
    *ret_bytes = rap_data_find_in(has_bundle ? web_bundle : web_static,
                                  has_bundle ? web_bundle_count : web_static_count, path);
    return ret_bytes->length > 0;
}

static bool is_named_by_content(const char *path)
{
    const char *dash = strrchr(path, '-'), *dot = strrchr(path, '.');
    return dash && dot && dot - dash == 9 &&
           strspn(dash + 1, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567") == 8;
}

static bool send_file(web_call *call, const char *path)
{
    static const char *const codings[][2] = {{"br", ".br"}, {"gzip", ".gz"}, {NULL, ""}};
    rap_http_answer *answer = call->answer;
    char hash[65];
    for (size_t i = 0; i < sizeof codings / sizeof codings[0]; i++) {
        const char *coding = codings[i][0];
        const char *name = rap_arena_format(call->arena, "%s%s", path, codings[i][1]);
        if ((coding && !rap_http_accepts(call->request, coding)) ||
            !find(call, name, &answer->body)) {
            continue;
        }
        if (coding) {
            rap_http_more(answer, "Content-Encoding", coding);
        }
        rap_file_hash(answer->body, hash);
        answer->status = 200;
        answer->type = type_of(path);
        answer->etag = rap_arena_copy(call->arena, hash, 16);
        answer->cache =
            is_named_by_content(path) ? "public, max-age=31536000, immutable" : "no-cache";
        rap_http_more(answer, "Vary", "Accept-Encoding");
        return true;
    }
    return false;
}

void web_get_page(web_call *call)
{
    const char *path = web_parameter(call, 0);
    if (rap_str_starts(rap_str_of(path), RAP_STR("api/"))) {
        rap_http_problem(call->request, call->answer, 404, "there is nothing at this address");
    } else if ((!*path || !send_file(call, path)) && !send_file(call, "index.html")) {
        rap_http_problem(call->request, call->answer, 404, "there are no pages");
    }
}

void web_get_openapi(web_call *call)
{
    call->answer->etag = "";
    web_json(call, rap_data_find_in(web_static, web_static_count, "openapi.json"));
    call->answer->etag = NULL;
}
