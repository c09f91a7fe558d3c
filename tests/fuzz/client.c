#include "client.h"

#include <arpa/inet.h>
#include <jansson.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#define MOST ((size_t)4 << 20)

static int connection_to(unsigned port)
{
    const struct sockaddr_in at = {.sin_family = AF_INET,
                                   .sin_port = htons((uint16_t)port),
                                   .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    const struct linger at_once = {.l_onoff = 1}; /* no port is kept for late packets */
    int handle = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    fuzz_demand(handle >= 0, "there is a socket");
    setsockopt(handle, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    fuzz_demand(connect(handle, (const struct sockaddr *)&at, sizeof at) == 0,
                "the server listens");
    return handle;
}

/* Bytes the first answer has, as far as its head tells; SIZE_MAX: until the end. */
static size_t whole(rap_str text)
{
    size_t head = rap_str_find(text, RAP_STR("\r\n\r\n"), 0);
    size_t at = rap_str_find(text, RAP_STR("\r\nContent-Length: "), 0);
    int length = 0;
    if (head == SIZE_MAX || at == SIZE_MAX || at > head) {
        return SIZE_MAX;
    }
    rap_str number = rap_str_slice(text, at + 18, rap_str_find(text, RAP_STR("\r\n"), at + 18));
    return rap_str_number(number, &length) ? head + 4 + (size_t)length : SIZE_MAX;
}

rap_str fuzz_ask(rap_arena *arena, unsigned port, rap_str bytes, int wait)
{
    struct pollfd ready = {.fd = connection_to(port), .events = POLLIN};
    char chunk[16384];
    rap_buf all;
    rap_buf_init(&all, arena);
    for (size_t sent = 0; sent < bytes.length;) {
        ssize_t count =
            send(ready.fd, bytes.data + sent, bytes.length - sent, MSG_NOSIGNAL | MSG_DONTWAIT);
        if (count <= 0) {
            break; /* the server closed: its answer tells why */
        }
        sent += (size_t)count;
    }
    while (all.length < MOST && all.length < whole(rap_buf_str(&all)) &&
           poll(&ready, 1, wait) > 0) {
        ssize_t count = recv(ready.fd, chunk, sizeof chunk, 0);
        if (count <= 0) {
            break;
        }
        rap_buf_put(&all, (rap_str){chunk, (size_t)count});
    }
    close(ready.fd);
    return rap_buf_str(&all);
}

void fuzz_check_alive(rap_arena *arena, unsigned port, const char *target)
{
    rap_str request = rap_str_of(rap_arena_format(
        arena, "GET %s HTTP/1.1\r\nHost: 127.0.0.1:%u\r\nConnection: close\r\n\r\n", target, port));
    rap_str answer = fuzz_ask(arena, port, request, 20000);
    fuzz_demand(rap_str_starts(answer, RAP_STR("HTTP/1.1 200")), "the server still answers");
}

static void check_problem(rap_str body, int status)
{
    json_t *problem = json_loadb(body.data ? body.data : "", body.length,
                                 JSON_REJECT_DUPLICATES | JSON_DISABLE_EOF_CHECK, NULL);
    fuzz_demand(json_integer_value(json_object_get(problem, "status")) == status,
                "a problem is JSON and tells its status");
    json_decref(problem);
}

int fuzz_check_answer(rap_str answer)
{
    int status = 0;
    if (!answer.length) {
        return 0;
    }
    fuzz_demand(answer.length > 12 && rap_str_starts(answer, RAP_STR("HTTP/1.")),
                "an answer has a status line");
    fuzz_demand(rap_str_number(rap_str_slice(answer, 9, 12), &status) && status >= 100 &&
                    status < 600,
                "with a status");
    size_t end = rap_str_find(answer, RAP_STR("\r\n\r\n"), 0);
    fuzz_demand(end != SIZE_MAX, "its head ends");
    rap_str head = rap_str_slice(answer, 0, end);
    rap_str body = rap_str_slice(answer, end + 4, answer.length);
    if (body.length && rap_str_find(head, RAP_STR("application/problem+json"), 0) != SIZE_MAX) {
        check_problem(body, status);
    }
    return status;
}
