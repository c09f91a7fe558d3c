/* A client that says whatever the test wants, byte for byte. */
#ifndef CLIENT_H
#define CLIENT_H

#include "base/str.h"

typedef struct {
    int status;       /* 0: the server closed without a word */
    const char *head; /* status line and headers, NUL-terminated */
    rap_str body;     /* NUL-terminated behind its end */
} reply;

/* A connection to 127.0.0.1; fails the test where there is none. */
int client_connect(unsigned port);
void client_send(int socket, const char *text);
/* What comes until the answer is whole by its Content-Length, the server closes, or nothing comes
 * for `seconds`. */
reply client_read(rap_arena *arena, int socket, int seconds);
/* One request on a connection of its own; `more` are header lines with their ends, or "". A body
 * that is NULL sends none. */
reply client_ask(rap_arena *arena, unsigned port, const char *method, const char *target,
                 const char *more, const char *body);
/* A header of the answer, or NULL. */
const char *client_header(rap_arena *arena, const reply *answer, const char *name);

#endif
