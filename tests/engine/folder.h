/* Folders of small documents for tests of the engine, and what a register holds. */
#ifndef FOLDER_H
#define FOLDER_H

#include "rapporteur/rapporteur.h"
#include "register/register.h"

/* Memory and a folder of one test; "PATH" is the register in it, which the test makes. */
typedef struct {
    rap_arena *arena;
    char *folder;   /* everything lies here */
    char *files;    /* folder/files: what is added */
    char *location; /* folder/register.db */
} place;

int place_set_up(void **state);
int place_tear_down(void **state);

/* Writes a file below at->files and returns its path. */
const char *place_file(place *at, const char *name, const char *text);
/* Writes `count` reports, each with words of its own: "report-NNN.txt". */
void place_reports(place *at, int count);

/* What the events of a run told. */
typedef struct {
    rap_arena *arena;
    rap_strs lines; /* "added report-001.txt", "refused empty.txt: message" */
    rap_strs documents;
    size_t stop_after; /* 0: never */
} telling;
bool telling_take(void *user, const rapporteur_event *event);

/* Adds at->files to the register; fails the test where the run fails. */
rapporteur_add_result place_add(place *at, telling *told, unsigned threads);

/* Every line of the derived content, joined by line ends. */
rap_str place_dump(place *at, const char *location);
rap_register_counts place_counts(place *at, const char *location);

#endif
