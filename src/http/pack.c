/* Answers packed by gzip for clients that take them so. Only those with a validator: they tell of
 * the register alone, so that what is packed never holds a secret whose length could be guessed
 * beside words of the client's (CRIME, BREACH). */
#include "server.h"

#include <limits.h>
#include <stdlib.h>
#include <zlib.h>

enum { LEAST = 1200, LEVEL = 3, GZIP = 15 + 16, MEMORY = 8 };

bool rap_http_accepts(const rap_http_request *request, const char *coding)
{
    rap_str rest = rap_str_of(rap_http_header(request, MHD_HTTP_HEADER_ACCEPT_ENCODING)), part;
    while (rest.length && rap_str_split(&rest, ',', &part)) {
        size_t mark = rap_str_find(part, RAP_STR(";"), 0);
        rap_str name = rap_str_trim(rap_str_slice(part, 0, mark));
        rap_str quality = rap_str_trim(
            rap_str_slice(part, mark == SIZE_MAX ? part.length : mark + 1, part.length));
        bool is_refused = rap_str_is(quality, "q=0") || rap_str_starts(quality, RAP_STR("q=0.0"));
        if (rap_str_equal_nocase(name, rap_str_of(coding))) {
            return !is_refused;
        }
    }
    return false;
}

bool http_is_packable(const rap_http_answer *answer)
{
    bool is_chosen = false; /* by the handler, among several */
    for (const rap_http_pair *pair = answer->more; pair->name; pair++) {
        is_chosen = is_chosen || strcmp(pair->name, MHD_HTTP_HEADER_VARY) == 0;
    }
    bool is_text = !answer->type || rap_str_starts(rap_str_of(answer->type), RAP_STR("text/")) ||
                   strcmp(answer->type, "image/svg+xml") == 0;
    return answer->etag && !answer->is_stream && !is_chosen && is_text;
}

/* Not in the request's arena: it may be at its end. */
char *http_pack(const exchange *x, size_t *ret_length)
{
    rap_str body = x->answer.body;
    z_stream stream = {0};
    if (!http_is_packable(&x->answer) || body.length < LEAST || body.length > INT_MAX ||
        !rap_http_accepts(&x->request, "gzip") ||
        deflateInit2(&stream, LEVEL, Z_DEFLATED, GZIP, MEMORY, Z_DEFAULT_STRATEGY) != Z_OK) {
        return NULL;
    }
    uLong room = deflateBound(&stream, (uLong)body.length);
    char *packed = malloc(room);
    bool is_done = false;
    if (packed) {
        stream.next_in = (Bytef *)(uintptr_t)body.data;
        stream.avail_in = (uInt)body.length;
        stream.next_out = (Bytef *)packed;
        stream.avail_out = (uInt)room;
        is_done = deflate(&stream, Z_FINISH) == Z_STREAM_END && stream.total_out < body.length;
    }
    *ret_length = stream.total_out;
    deflateEnd(&stream);
    if (!is_done) {
        free(packed);
        return NULL;
    }
    return packed;
}
