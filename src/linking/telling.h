/* An activity with what tells it apart from others, alike in every language. */
#ifndef RAP_LINKING_TELLING_H
#define RAP_LINKING_TELLING_H

#include "linking/same.h"

typedef struct {
    const rap_activity *activity;
    rap_str name;     /* as links call it */
    rap_str wording;  /* the paragraph */
    rap_strs parties; /* all lists: sorted, each once */
    rap_strs places;  /* ids where tables know the place, else the name folded */
    rap_strs names;   /* whom and what its words name: ids, symbols */
    rap_strs marks;   /* symbols and sessions */
    rap_strs figures; /* numbers outside of dates */
    rap_strs words;   /* folded, stemmed, without short ones, names and dates */
    size_t nth, of;   /* among the activities of its paragraph, from 0 */
    int first_day;    /* 20230504; 0: no date */
    bool is_joined;
} telling;

typedef RAP_VEC(telling) tellings;

/* In the order of the version's activities. */
void telling_list(rap_arena *arena, const rap_mention_rules *rules, const rap_version *version,
                  tellings *ret_tellings);

/* How many both lists have. */
size_t telling_common(const rap_strs *a, const rap_strs *b);
/* What both have of what either has, 0 to 1; 0 where both are empty. */
double telling_share(const rap_strs *a, const rap_strs *b);

typedef enum {
    TELLING_DAYS_UNTOLD, /* by both */
    TELLING_DAYS_HALF,   /* told by one */
    TELLING_DAYS_APART,
    TELLING_DAYS_SOME,   /* some are equal */
    TELLING_DAYS_WITHIN, /* those of one lie in the other's, or are months */
    TELLING_DAYS_EQUAL   /* days, all equal */
} telling_days;

telling_days telling_compare_days(const telling *a, const telling *b);

#endif
