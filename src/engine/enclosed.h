/* The files of a run, those that lie in mails and archives among them. */
#ifndef RAP_ENGINE_ENCLOSED_H
#define RAP_ENGINE_ENCLOSED_H

#include "engine.h"

/* What a mail or an archive held. */
typedef struct rap_holder {
    rap_arena *arena;
    const char *on_disk; /* the file on disk that it lies in, or is */
    size_t bytes, left;  /* `left`: files in it that are still needed */
    struct rap_holder *next;
} rap_holder;

/* How much was taken out of a file on disk and of what is in it. */
typedef struct {
    size_t bytes;
    unsigned enclosures;
} rap_budget;

typedef struct {
    const char *path; /* as it is told: "inputs.zip/folder/report.docx" */
    rap_str given;
    int64_t file_id;    /* rebuild */
    bool as_original;   /* before its tracked changes */
    rap_str how;        /* rebuild: how it is to be read, as the register keeps it */
    rap_error *refusal; /* why it cannot even be looked at, or NULL */
    rap_holder *holder; /* of one enclosed; else NULL */
    rap_str bytes;      /* of one enclosed */
    unsigned level;     /* how many mails and archives it lies in */
    bool is_body;       /* the words of a mail */
    rap_budget *budget; /* of one enclosed */
} rap_entry;
typedef RAP_VEC(rap_entry) rap_entries;

/* Whether the file is a mail or an archive of files. */
bool rap_engine_encloses(const rap_entry *file);
/* Takes it apart. RAP_UNPACK_DONE gives *ret_found and what holds them, for rap_engine_release. */
rap_unpack_outcome rap_engine_take_apart(const rapporteur *r, const rap_entry *file,
                                         rap_holder **ret_holder, rap_enclosures *ret_found,
                                         rap_error *error);
/* Puts what was found behind the file at place `at` of the list, whose memory is `arena`. */
void rap_engine_insert(rap_arena *arena, rap_entries *files, size_t at, rap_holder *holder,
                       const rap_enclosures *found);

#endif
