/* Whether the head of a request says one thing only. What two programs read differently, of which
 * one stands before the other, lets a request hide in another (request smuggling). libmicrohttpd
 * before 0.9.77 lets much of it through and has no option against it: it is refused here.
 *
 * Sources: RFC 9112, sections 2.2, 3, 5.1, 5.2, 6.1 to 6.3 and 11.2; RFC 9110, sections 5.5
 * and 5.6.2.
 */
#include "server.h"

#include <strings.h>

typedef struct {
    const char *at; /* where the next line must begin; NULL: it is not looked at any more */
    unsigned lengths, codings, hosts;
    const char *fault;
} head;

static bool is_token(const char *name, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        char c = name[i];
        bool is_letter = (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z');
        if (!is_letter && (!c || !strchr("!#$%&'*+-.^_`|~", c))) {
            return false;
        }
    }
    return length > 0;
}

static bool is_value(const char *value, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        unsigned char c = (unsigned char)value[i];
        if ((c < 32 && c != '\t') || c == 127) {
            return false;
        }
    }
    return true;
}

static bool is_digits(const char *value, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        if (value[i] < '0' || value[i] > '9') {
            return false;
        }
    }
    return length > 0;
}

/* libmicrohttpd hands out names and values where they came, with a NUL in the place of the colon
 * and two in that of the line's end. So what stands between them is known: a line that is folded,
 * or ends in a carriage return or a line feed alone, or holds a NUL, leaves a gap of another size.
 */
static bool follows(head *h, const char *name, size_t name_length, const char *value, size_t length)
{
    if (!h->at) {
        return true;
    }
    if (name != h->at || value <= name + name_length || value - name > 1 << 20) {
        return false;
    }
    for (const char *c = name + name_length + 1; c < value; c++) {
        if (*c != ' ' && *c != '\t') {
            return false;
        }
    }
    h->at = value + length + 2;
    return true;
}

static enum MHD_Result check_line(void *user, enum MHD_ValueKind kind, const char *name,
                                  size_t name_length, const char *value, size_t length)
{
    head *h = user;
    (void)kind;
    value = value ? value : "";
    if (!is_token(name, name_length) || !is_value(value, length)) {
        h->fault = "a header is not as HTTP has it";
    } else if (!follows(h, name, name_length, value, length)) {
        h->fault = "a header is folded, holds a NUL or has no CRLF at its end";
    } else if (strcasecmp(name, MHD_HTTP_HEADER_CONTENT_LENGTH) == 0) {
        h->lengths++;
        h->fault = is_digits(value, length) ? h->fault : "Content-Length is no number";
    } else if (strcasecmp(name, MHD_HTTP_HEADER_TRANSFER_ENCODING) == 0) {
        h->codings++;
        h->fault = strcasecmp(value, "chunked") == 0 ? h->fault
                                                     : "Transfer-Encoding may only be \"chunked\"";
    } else if (strcasecmp(name, MHD_HTTP_HEADER_HOST) == 0) {
        h->hosts++;
    }
    return h->fault ? MHD_NO : MHD_YES;
}

#if MHD_VERSION < 0x00097701
/* The first line has one space between its parts; behind it the headers begin. */
static const char *behind_line(const exchange *x)
{
    return x->raw + strlen(x->uri) + sizeof " HTTP/1.1\r\n" - 1;
}

/* All that came is accounted for. */
static bool is_whole(const exchange *x, const char *method, const head *h)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(x->connection, MHD_CONNECTION_INFO_REQUEST_HEADER_SIZE);
    const char *begin = x->raw - strlen(method) - 1;
    return info && (size_t)(h->at + 2 - begin) == info->header_size;
}
#else
static const char *behind_line(const exchange *x)
{
    (void)x;
    return NULL;
}

static bool is_whole(const exchange *x, const char *method, const head *h)
{
    (void)x;
    (void)method;
    (void)h;
    return true;
}
#endif

bool http_head_check(exchange *x, const char *method, const char *version)
{
    head h = {.at = behind_line(x)};
    bool is_new = strcmp(version, MHD_HTTP_VERSION_1_1) == 0;
    MHD_get_connection_values_n(x->connection, MHD_HEADER_KIND, check_line, &h);
    if (h.fault) {
        /* it is told already */
    } else if (!is_whole(x, method, &h)) {
        h.fault = "a line is not as HTTP has it";
    } else if (h.lengths + h.codings > 1) {
        h.fault = "the length of the body is told twice";
    } else if (h.codings && !is_new) {
        h.fault = "HTTP/1.0 has no Transfer-Encoding";
    } else if (h.hosts > 1 || (is_new && !h.hosts)) {
        h.fault = "there must be one Host";
    } else if (x->uri[0] != '/') {
        h.fault = "the target must be a path";
    }
    if (!h.fault) {
        return true;
    }
    rap_http_more(&x->answer, MHD_HTTP_HEADER_CONNECTION, "close");
    return rap_http_problem(&x->request, &x->answer, 400, "%s", h.fault);
}
