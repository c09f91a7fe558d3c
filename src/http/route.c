/* Which route a request takes. Paths are taken apart as they were sent and decoded afterwards, so
 * that a parameter may hold a slash ("A%2FRES%2F77%2F12") and nothing decodes into a folder. */
#include "server.h"

#include <strings.h>

const char *rap_http_method_name(rap_http_method method)
{
    static const char *const names[RAP_HTTP_METHODS] = {"GET", "POST", "PUT", "PATCH", "DELETE"};
    return names[method];
}

static int hexadecimal(char c)
{
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                  : -1;
}

bool http_decode(rap_arena *arena, rap_str part, rap_str *ret_text)
{
    rap_buf out;
    rap_buf_init(&out, arena);
    for (size_t i = 0; i < part.length; i++) {
        char c = part.data[i];
        if (c == '%') {
            int high = i + 2 < part.length ? hexadecimal(part.data[i + 1]) : -1;
            int low = i + 2 < part.length ? hexadecimal(part.data[i + 2]) : -1;
            if (high < 0 || low < 0) {
                return false;
            }
            c = (char)(high * 16 + low);
            i += 2;
        }
        if ((unsigned char)c < 32 || c == 127) {
            return false;
        }
        rap_buf_put_byte(&out, c);
    }
    *ret_text = rap_buf_str(&out);
    return rap_utf8_invalid(*ret_text) == SIZE_MAX;
}

/* The next part of a path that begins with '/'; false at its end. */
static bool next_part(rap_str *rest, rap_str *ret_part)
{
    if (!rest->length || rest->data[0] != '/') {
        return false;
    }
    rap_str tail = {rest->data + 1, rest->length - 1};
    size_t end = rap_str_find(tail, RAP_STR("/"), 0);
    end = end == SIZE_MAX ? tail.length : end;
    *ret_part = (rap_str){tail.data, end};
    *rest = (rap_str){tail.data + end, tail.length - end};
    return true;
}

static bool fits(const char *pattern, rap_str path, rap_str found[RAP_HTTP_PARAMETERS])
{
    rap_str left = rap_str_of(pattern), wanted, part;
    size_t count = 0;
    while (next_part(&left, &wanted)) {
        bool is_rest = rap_str_ends(wanted, RAP_STR("*}"));
        if (is_rest) {
            found[count] = rap_str_slice(path, 1, path.length);
            return true;
        }
        if (!next_part(&path, &part)) {
            return false;
        }
        if (wanted.length && wanted.data[0] == '{' && part.length) {
            found[count++] = part;
        } else if (!rap_str_equal(wanted, part)) {
            return false;
        }
    }
    return path.length == 0;
}

static bool decode_all(exchange *x, rap_str found[RAP_HTTP_PARAMETERS])
{
    for (size_t i = 0; i < RAP_HTTP_PARAMETERS; i++) {
        if (!http_decode(x->request.arena, found[i], &x->request.parameters[i])) {
            return rap_http_problem(&x->request, &x->answer, 400,
                                    "the address is no text in UTF-8");
        }
    }
    return true;
}

bool http_route_find(exchange *x, const char *method)
{
    const rap_http_options *options = &x->http->options;
    rap_str uri = rap_str_of(x->uri);
    rap_str path = rap_str_slice(uri, 0, rap_str_find(uri, RAP_STR("?"), 0));
    bool is_head = strcmp(method, "HEAD") == 0;
    rap_buf allowed;
    rap_buf_init(&allowed, x->request.arena);
    x->request.path = path;
    for (size_t i = 0; i < options->route_count; i++) {
        const rap_http_route *route = &options->routes[i];
        rap_str found[RAP_HTTP_PARAMETERS] = {{NULL, 0}};
        if (!fits(route->pattern, path, found)) {
            continue;
        }
        if (strcmp(is_head ? "GET" : method, rap_http_method_name(route->method)) == 0) {
            x->request.route = route;
            x->request.method = route->method;
            return decode_all(x, found);
        }
        rap_buf_format(&allowed, "%s%s", allowed.length ? ", " : "",
                       rap_http_method_name(route->method));
    }
    if (!allowed.length) {
        return rap_http_problem(&x->request, &x->answer, 404, "there is nothing at this address");
    }
    rap_http_more(&x->answer, MHD_HTTP_HEADER_ALLOW, rap_buf_str(&allowed).data);
    return rap_http_problem(&x->request, &x->answer, 405, "here only: %s",
                            rap_buf_str(&allowed).data);
}
