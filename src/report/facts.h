/* What a report tells: records of the register as facts, facts as units (a sentence or clause told
 * as one), units in chapters. */
#ifndef RAP_REPORT_FACTS_H
#define RAP_REPORT_FACTS_H

#include "base/error.h"
#include "base/map.h"
#include "model/date.h"
#include "model/theme.h"
#include "report/report.h"
#include "words.h"

typedef struct {
    rap_str text, lead;
    bool is_heading, is_read;
} rap_told_block;

/* A version that records come from. */
typedef struct {
    rap_str work, title, symbol, kind;
    rap_lang lang;
    rap_date issued, adopted;
    rap_period period;
    size_t used;                    /* activities or mandates told from it */
    RAP_VEC(rap_told_block) blocks; /* by their index; read only where something is told */
} rap_origin_doc;

/* Where a fact was also told. */
typedef struct {
    rap_str para;
    const rap_origin_doc *source;
} rap_also;

typedef struct {
    rap_str doc, para, quote, type, status;
    rap_lang lang;
    rap_strs parties, places, themes;
    rap_periods dates;
    bool is_agreement;
    rap_str agreement_kind, agreement_action;
    rap_date valid_from, valid_to;
    rap_str title; /* of a publication */
    rap_str pledged;
    rap_strs pledgers; /* who made the pledge */
    rap_period pledge_due;
    int block;
    size_t start, end; /* of the quote in the block's text */
    rap_origin_doc *source;
    size_t order; /* as the register gave it */
    RAP_VEC(rap_also) also;
} rap_told;

typedef struct {
    RAP_VEC(rap_told *) facts;
    rap_str text;
    rap_str heading; /* of the section it stood under; may be empty */
    rap_lang lang;
    rap_origin_doc *source;
    int block;
    size_t start, end;
    size_t order;
    rap_date date; /* the earliest; year 0: none */
    bool planned;
    bool left_out;
    int score;
    rap_str chapter; /* entity id, or theme id; empty: others */
    rap_str partner, theme;
    size_t number; /* paragraph of the report that tells it, once arranged */
} rap_unit;

typedef RAP_VEC(rap_unit *) rap_units;

typedef struct {
    rap_str para, verb, force, asks, timing_kind, timing_value, doc, quote, lead;
    rap_strs addressees, cites;
    rap_lang lang;
    int block;
    rap_origin_doc *source;
} rap_asked;

typedef struct {
    rap_arena *arena;
    const rap_report_options *options;
    const rap_words *words;
    rap_register *reg;
    rap_error *error;
    RAP_VEC(rap_origin_doc *) sources;
    rap_map *source_of; /* "work|lang" */
    RAP_VEC(rap_told *) facts;
    RAP_VEC(rap_asked *) mandates;
    rap_units units;
    rap_map *names;
    const rap_theme_table *themes;
} rap_story;

/* Reads documents and activities (or mandates) through the filter. */
bool rap_story_read(rap_story *story);
/* Drops facts that another tells too, as links say, keeping where they were told. */
bool rap_story_merge(rap_story *story);
/* Reads the blocks of the sources that are told from. */
bool rap_story_blocks(rap_story *story);
/* Makes units of the facts. */
void rap_story_units(rap_story *story);
/* Gives each unit its chapter: a partner organization, or a theme. */
void rap_story_chapters(rap_story *story);
/* Versions, and works, that something is told from. */
size_t rap_story_versions(const rap_story *story);
size_t rap_story_works(const rap_story *story);
/* The name of an entity in a language; empty where it has none. */
rap_str rap_story_name_in(const rap_story *story, rap_str id, rap_lang lang);
/* The name of an entity in the report's language; its id where it has none. */
rap_str rap_story_name(const rap_story *story, rap_str id);
/* How specific a unit is; see report.h. */
int rap_unit_score(const rap_unit *unit);

/* The theme that weighs most in all that the units' facts are about; empty where they have none. */
rap_str rap_units_theme(const rap_story *story, rap_unit *const *units, size_t count);
/* The area of a theme; empty where it has none. */
rap_str rap_story_area(const rap_story *story, rap_str theme);
/* The name of a theme or area in the report's language. */
rap_str rap_theme_name(const rap_story *story, rap_str id);

#endif
