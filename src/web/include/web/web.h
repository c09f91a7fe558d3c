/* The web pages and the JSON interface of a register, for the pages and for other programs. Each
 * thread has a handle of its own, so that nobody who reads waits for somebody who writes. */
#ifndef RAP_WEB_WEB_H
#define RAP_WEB_WEB_H

#include "base/error.h"

#include <stdbool.h>

typedef struct rap_web rap_web;

typedef struct {
    const char *location;      /* the register */
    const char *organizations; /* the user's own table, or NULL */
    bool is_shared;            /* several people, with the accounts beside the register */
    const char *address;
    unsigned port;
    const char *hosts;             /* further names it goes by, comma-separated, or NULL */
    const char *proxies;           /* addresses whose X-Forwarded- headers are believed, or NULL */
    const char *certificate, *key; /* PEM files, both or neither */
    const char *pages;             /* a folder with the pages instead of those in the program */
    const char *person;            /* who decides, where there are no accounts */
    const char *limits;            /* as for rapporteur_set_limits, or NULL */
    bool needs_sandbox;            /* no foreign format is read where a part of it is missing */
    unsigned threads;              /* 0: as the processors are */
    /* Called with one line where something failed that its client is told nothing of. */
    void (*on_problem)(void *user, const char *message);
    void *user;
} rap_web_options;

/* NULL with *error filled. All strings must live as long as the server. */
rap_web *rap_web_start(const rap_web_options *options, rap_error *error);
/* Whether only this machine reaches the address. */
bool rap_web_is_private(const char *address);
unsigned rap_web_port(const rap_web *web);
void rap_web_stop(rap_web *web);

#endif
