/* What a request tells of itself: headers, query, cookies, whom it is for and where it comes from.
 */
#include "server.h"

#include <netdb.h>
#include <strings.h>

const char *rap_http_header(const rap_http_request *request, const char *name)
{
    const exchange *x = (const exchange *)request;
    return MHD_lookup_connection_value(x->connection, MHD_HEADER_KIND, name);
}

const char *rap_http_target(const rap_http_request *request)
{
    return ((const exchange *)request)->uri;
}

const char *rap_http_cookie(const rap_http_request *request, const char *name)
{
    const exchange *x = (const exchange *)request;
    return MHD_lookup_connection_value(x->connection, MHD_COOKIE_KIND, name);
}

const char *rap_http_query(const rap_http_request *request, const char *name)
{
    const exchange *x = (const exchange *)request;
    const char *value = MHD_lookup_connection_value(x->connection, MHD_GET_ARGUMENT_KIND, name);
    return value && *value ? value : NULL;
}

typedef struct {
    void (*visit)(void *user, const char *name, const char *value);
    void *user;
    bool is_text;
} walk;

static enum MHD_Result each(void *user, enum MHD_ValueKind kind, const char *name,
                            const char *value)
{
    walk *w = user;
    (void)kind;
    w->visit(w->user, name, value ? value : "");
    return MHD_YES;
}

void rap_http_query_each(const rap_http_request *request,
                         void (*visit)(void *user, const char *name, const char *value), void *user)
{
    const exchange *x = (const exchange *)request;
    walk w = {visit, user, true};
    MHD_get_connection_values(x->connection, MHD_GET_ARGUMENT_KIND, each, &w);
}

/* -- the query is text ---------------------------------------------------------------------------
 */

static bool is_text(const char *data, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        if (!data[i] || data[i] == 127 ||
            ((unsigned char)data[i] < 32 && !strchr("\t\n\r", data[i]))) {
            return false;
        }
    }
    return rap_utf8_invalid((rap_str){data, length}) == SIZE_MAX;
}

static enum MHD_Result check_text(void *user, enum MHD_ValueKind kind, const char *name,
                                  size_t name_length, const char *value, size_t value_length)
{
    walk *w = user;
    (void)kind;
    w->is_text =
        w->is_text && is_text(name, name_length) && (!value || is_text(value, value_length));
    return MHD_YES;
}

/* -- hosts and proxies ---------------------------------------------------------------------------
 */

static bool is_among(const char *const *list, rap_str text)
{
    for (; list && *list; list++) {
        if (rap_str_equal_nocase(rap_str_of(*list), text)) {
            return true;
        }
    }
    return false;
}

/* The host without its port and without the brackets of IPv6; empty where it is none. */
static rap_str name_of(rap_str host)
{
    bool is_six = host.length && host.data[0] == '[';
    size_t end = rap_str_find(host, is_six ? RAP_STR("]") : RAP_STR(":"), 0);
    if (is_six && end == SIZE_MAX) {
        return RAP_STR_NONE;
    }
    end = end == SIZE_MAX ? host.length : end;
    size_t port = is_six ? end + 1 : end;
    for (size_t i = port; i < host.length; i++) {
        char c = host.data[i];
        if (i == port ? c != ':' : c < '0' || c > '9' || i > port + 5) {
            return RAP_STR_NONE;
        }
    }
    return rap_str_slice(host, is_six, end);
}

static bool is_host(const rap_http_options *options, rap_str host)
{
    static const char *const own[] = {"localhost", "127.0.0.1", "::1", NULL};
    rap_str name = name_of(host);
    return is_among(options->hosts, name) ||
           rap_str_equal_nocase(name, rap_str_of(options->address)) ||
           (rap_http_is_loopback(options->address) && is_among(own, name));
}

static const char *address_of(exchange *x)
{
    char text[NI_MAXHOST] = "";
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(x->connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    const struct sockaddr *peer = info ? info->client_addr : NULL;
    socklen_t length = peer && peer->sa_family == AF_INET6 ? sizeof(struct sockaddr_in6)
                                                           : sizeof(struct sockaddr_in);
    if (!peer || getnameinfo(peer, length, text, sizeof text, NULL, 0, NI_NUMERICHOST) != 0) {
        return "unknown";
    }
    const char *number = strncasecmp(text, "::ffff:", 7) == 0 ? text + 7 : text;
    return rap_arena_copy(x->request.arena, number, strlen(number));
}

/* The last address of a list that is none of the trusted proxies'. */
static const char *client_of(exchange *x, const char *list)
{
    const char *const *proxies = x->http->options.proxies;
    rap_str rest = rap_str_of(list), part, client = RAP_STR_NONE;
    while (rap_str_split(&rest, ',', &part)) {
        part = rap_str_trim(part);
        if (part.length && part.length < 64 && !is_among(proxies, part)) {
            client = part;
        }
    }
    return client.length ? rap_str_c(x->request.arena, client) : x->request.peer;
}

typedef struct {
    const char *name, *value;
} last_header;

static enum MHD_Result take_last(void *user, enum MHD_ValueKind kind, const char *name,
                                 const char *value)
{
    last_header *last = user;
    (void)kind;
    last->value = strcasecmp(name, last->name) == 0 ? value : last->value;
    return MHD_YES;
}

/* A proxy may put its own line behind that of the client instead of changing it. */
static const char *last_of(const exchange *x, const char *name)
{
    last_header last = {name, NULL};
    MHD_get_connection_values(x->connection, MHD_HEADER_KIND, take_last, &last);
    return last.value;
}

static void believe_proxy(exchange *x)
{
    rap_http_request *request = &x->request;
    const char *client = last_of(x, "X-Forwarded-For");
    const char *scheme = last_of(x, "X-Forwarded-Proto");
    const char *host = last_of(x, "X-Forwarded-Host");
    request->is_direct = false;
    request->is_secure = scheme && strcasecmp(scheme, "https") == 0;
    request->host = host ? host : request->host;
    request->peer = client ? client_of(x, client) : request->peer;
}

bool http_request_check(exchange *x)
{
    rap_http_request *request = &x->request;
    const rap_http_options *options = &x->http->options;
    walk w = {NULL, NULL, true};
    MHD_get_connection_values_n(x->connection, MHD_GET_ARGUMENT_KIND, check_text, &w);
    if (!w.is_text) {
        return rap_http_problem(request, &x->answer, 400, "the query is no text in UTF-8");
    }
    request->peer = address_of(x);
    request->is_direct = true;
    request->is_secure = x->http->certificate != NULL;
    request->host = rap_http_header(request, MHD_HTTP_HEADER_HOST);
    if (is_among(options->proxies, rap_str_of(request->peer))) {
        believe_proxy(x);
    }
    if (!request->host || !is_host(options, rap_str_of(request->host))) {
        return rap_http_problem(request, &x->answer, 421,
                                "this server does not go by that name; --host names those it does");
    }
    return true;
}
