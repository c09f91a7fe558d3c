#include "client.h"

#include <arpa/inet.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <strings.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <cmocka.h>

int client_connect(unsigned port)
{
    struct sockaddr_in at = {.sin_family = AF_INET,
                             .sin_port = htons((uint16_t)port),
                             .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int handle = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    assert_true(handle >= 0);
    assert_int_equal(connect(handle, (struct sockaddr *)&at, sizeof at), 0);
    return handle;
}

void client_send(int handle, const char *text)
{
    size_t left = strlen(text);
    while (left) {
        ssize_t count = send(handle, text, left, MSG_NOSIGNAL);
        if (count <= 0) {
            return; /* the server closed: its answer tells why */
        }
        text += count;
        left -= (size_t)count;
    }
}

/* Bytes the whole answer has, as far as its head tells; SIZE_MAX: until the end. */
static size_t whole(rap_str text)
{
    size_t head = rap_str_find(text, RAP_STR("\r\n\r\n"), 0);
    if (head == SIZE_MAX) {
        return SIZE_MAX;
    }
    size_t at = rap_str_find(text, RAP_STR("\r\nContent-Length: "), 0);
    bool is_bare = rap_str_starts(text, RAP_STR("HTTP/1.1 304")) ||
                   rap_str_starts(text, RAP_STR("HTTP/1.1 204"));
    return at < head ? head + 4 + strtoull(text.data + at + 18, NULL, 10)
           : is_bare ? head + 4
                     : SIZE_MAX;
}

reply client_read(rap_arena *arena, int handle, int seconds)
{
    const struct timeval limit = {.tv_sec = seconds};
    rap_buf all;
    char chunk[65536];
    setsockopt(handle, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    rap_buf_init(&all, arena);
    while (all.length < whole(rap_buf_str(&all))) {
        ssize_t count = recv(handle, chunk, sizeof chunk, 0);
        if (count <= 0) {
            break;
        }
        rap_buf_put(&all, (rap_str){chunk, (size_t)count});
    }
    rap_str text = rap_buf_str(&all);
    size_t head = rap_str_find(text, RAP_STR("\r\n\r\n"), 0);
    reply answer = {.head = "", .body = RAP_STR("")};
    if (text.length > 12 && head != SIZE_MAX) {
        answer.status = atoi(text.data + 9);
        answer.head = rap_str_c(arena, rap_str_slice(text, 0, head));
        answer.body = (rap_str){text.data + head + 4, text.length - head - 4};
    }
    return answer;
}

reply client_ask(rap_arena *arena, unsigned port, const char *method, const char *target,
                 const char *more, const char *body)
{
    int handle = client_connect(port);
    const char *length =
        body ? rap_arena_format(arena, "Content-Length: %zu\r\n", strlen(body)) : "";
    const char *host = strncmp(more, "Host:", 5) == 0
                           ? ""
                           : rap_arena_format(arena, "Host: 127.0.0.1:%u\r\n", port);
    client_send(handle, rap_arena_format(arena, "%s %s HTTP/1.1\r\n%s%s%s\r\n%s", method, target,
                                         host, more, length, body ? body : ""));
    reply answer = client_read(arena, handle, 20);
    close(handle);
    return answer;
}

const char *client_header(rap_arena *arena, const reply *answer, const char *name)
{
    rap_str rest = rap_str_of(answer->head), line;
    while (rap_str_split(&rest, '\n', &line)) {
        size_t colon = rap_str_find(line, RAP_STR(":"), 0);
        if (colon != SIZE_MAX &&
            rap_str_equal_nocase(rap_str_slice(line, 0, colon), rap_str_of(name))) {
            return rap_str_c(arena, rap_str_trim(rap_str_slice(line, colon + 1, line.length)));
        }
    }
    return NULL;
}
