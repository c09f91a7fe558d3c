/* Listings: records as a table for people, CSV for spreadsheets, JSON for programs. */
#ifndef RAP_CLI_LISTING_H
#define RAP_CLI_LISTING_H

#include "cli.h"
#include "layout.h"

typedef struct {
    const char *name; /* heading of the CSV column */
    /* The member of the record that it shows, and how. */
    const char *member;
    const char *(*show)(cli *run, const json_t *record, const char *member);
    layout_column column; /* without a title: in CSV only */
} listing_field;

typedef struct {
    const char *kind; /* of rapporteur_list; NULL: a search for `words` */
    /* Another question, for which the caller has opened what it needs; NULL: one of those above. */
    bool (*ask)(cli *run, bool (*visit)(void *user, const char *json, size_t length), void *user,
                rapporteur_error *error);
    const char *words;
    const char *noun; /* "mandate" */
    const listing_field *fields;
    size_t field_count;
    bool once; /* what is told several times only once */
    /* Shows record `index` to people; NULL: the records become a table. */
    void (*show)(cli *run, const json_t *record, size_t index);
} listing;

/* Ways to show a member. */
const char *listing_text(cli *run, const json_t *record, const char *member);
const char *listing_list(cli *run, const json_t *record, const char *member);
const char *listing_period(cli *run, const json_t *record, const char *member);
const char *listing_periods(cli *run, const json_t *record, const char *member);
/* {"kind","value"}: "session 66", "2015", "annual", an event by its name. */
const char *listing_timing(cli *run, const json_t *record, const char *member);
/* "12500", "7.5": as precisely as it was told. */
const char *listing_value(cli *run, const json_t *record, const char *member);
/* A document, and those that tell the same ("same_as"). */
const char *listing_documents(cli *run, const json_t *record, const char *member);
const char *listing_number(cli *run, const json_t *record, const char *member);

/* Runs the listing in the form that the options ask for; returns the exit status. */
int listing_run(cli *run, const listing *list);

#endif
