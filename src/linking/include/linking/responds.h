/* "Responds to": which activities carry out what an operative paragraph asks, in whatever languages
 * the two are told.
 *
 * What is compared are bodies, States, plans by their years, dates, kinds of act, themes, and the
 * concepts of the lexicon. What every paragraph of the resolution or every activity names tells
 * little and counts little.
 */
#ifndef RAP_LINKING_RESPONDS_H
#define RAP_LINKING_RESPONDS_H

#include "facts/facts.h"
#include "linking/lexicon.h"

#define RAP_LINK_RESPONDS "responds to"

/* The bodies that a resolution is about: those that its title names beside the United Nations and
 * its principal organs. Ids, in the order of naming. Where there is none, nothing is traced. */
void rap_trace_partners(rap_arena *arena, const rap_mention_rules *rules,
                        const rap_version *resolution, rap_strs *ret_partners);

/* Whether a body can be what a resolution is about: not the United Nations and its principal
 * organs. */
bool rap_trace_may_be_partner(const rap_mention_rules *rules, rap_str id);

/* The operative paragraphs of a resolution; its themes must have been read. Borrows all. */
typedef struct rap_asked_list rap_asked_list;
rap_asked_list *rap_asked_new(rap_arena *arena, const rap_knowledge *knowledge,
                              const rap_lexicon *lexicon, const rap_version *resolution);
const rap_strs *rap_asked_partners(const rap_asked_list *asked);
/* Whether paragraph `mandate` (an index) can be answered by what others do: not where it only
 * orders the Assembly's own business, as its agenda or a report to its next session. */
bool rap_asked_is_open(const rap_asked_list *asked, size_t mandate);

/* The activities of a version, made ready; its themes must have been read. Borrows all. */
typedef struct rap_told_list rap_told_list;
rap_told_list *rap_told_new(rap_arena *arena, const rap_knowledge *knowledge,
                            const rap_lexicon *lexicon, const rap_version *report);

const rap_version *rap_told_version(const rap_told_list *told);

typedef enum {
    RAP_STRENGTH_THEMATIC, /* same partners and subject */
    RAP_STRENGTH_DIRECT    /* the very thing asked: body, event, plan or subject that it names */
} rap_strength;

/* "thematic", "direct" */
const char *rap_strength_name(rap_strength strength);

/* Why a link was made; `values` is what both sides have. */
typedef enum {
    RAP_REASON_PARTIES, /* ids: those for whom the resolution is, and with whom they acted */
    RAP_REASON_BODY,    /* ids of bodies that the paragraph names */
    RAP_REASON_PLAN,    /* "2021/2025": years of a plan */
    RAP_REASON_PLACE,   /* alpha-3 codes of States */
    RAP_REASON_ORDINAL, /* "16": which of a series of events */
    RAP_REASON_THEME,   /* ids of model/theme.h */
    RAP_REASON_WORDS,   /* words of the activity that tell what the paragraph tells */
    RAP_REASON_TIME     /* when the activity was: "2017-11" */
} rap_reason_kind;

#define RAP_REASON_COUNT 8

const char *rap_reason_name(rap_reason_kind kind);

typedef struct {
    rap_reason_kind kind;
    rap_strs values;
} rap_reason;

typedef struct {
    uint32_t mandate, activity; /* indices in the versions */
    double score;               /* 0 to 1 */
    rap_strength strength;
    RAP_VEC(rap_reason) reasons; /* the weightiest first */
} rap_response;

typedef RAP_VEC(rap_response) rap_responses;

/* Appends the links between the two, by mandate, the best first. Returns how many concepts were
 * looked at, which grows as each of the two does. */
size_t rap_respond(rap_arena *arena, const rap_asked_list *asked, const rap_told_list *told,
                   rap_responses *responses);

/* The reasons in words of a language (data/<language>/reasons.tsv), at most fifteen words. */
rap_str rap_response_why(rap_arena *arena, const rap_knowledge *knowledge, rap_lang lang,
                         const rap_response *response);

#endif
