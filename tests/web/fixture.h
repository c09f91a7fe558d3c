/* A server on a small register of the test's own documents. */
#ifndef FIXTURE_H
#define FIXTURE_H

#include "client.h"
#include "rapporteur/rapporteur.h"
#include "web/web.h"

#include <jansson.h>

typedef struct {
    rap_arena *arena;
    char *folder;
    char *location; /* folder/register.db */
    rap_web *web;
    unsigned port;
    rap_strs problems; /* what the server told its owner */
} site;

/* Test fixtures of cmocka: alone, on this machine. */
int site_set_up(void **state);
int site_set_up_shared(void **state); /* with the accounts below */
int site_tear_down(void **state);

/* Accounts of a shared site: their password is "PASSWORD of NAME", without the name in it. */
extern const char *const site_people[][3]; /* name, role, organization; ended by NULL */
const char *site_password(site *at, const char *name);

/* Somebody who is signed in. */
typedef struct {
    const char *cookie, *csrf;
} visitor;
visitor site_sign_in(site *at, const char *name);
/* As somebody, with the token of their session; `body` NULL: none, else JSON. */
reply site_ask(site *at, const visitor *who, const char *method, const char *path,
               const char *body);
/* The same that must be answered with `status`; the JSON of the answer, or NULL. */
const json_t *site_must(site *at, const visitor *who, const char *method, const char *path,
                        const char *body, int status);

/* Writes a file into the folder and adds it to the register. */
void site_add(site *at, const char *name, const char *text);

reply site_get(site *at, const char *path);
/* A question whose answer must be 200 and JSON; released with the site. */
const json_t *site_json(site *at, const char *path);
const char *site_text(const json_t *record, const char *member);

#endif
