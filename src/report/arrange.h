/* Arrangements: from a story to a page. */
#ifndef RAP_REPORT_ARRANGE_H
#define RAP_REPORT_ARRANGE_H

#include "facts.h"
#include "page.h"

typedef struct {
    rap_str id, name;
    rap_units units; /* in order of telling */
} rap_chapter;

typedef RAP_VEC(rap_chapter) rap_chapters;

/* What all the arrangements need; made anew for each attempt. */
typedef struct {
    rap_arena *arena;
    rap_story *story;
    rap_page *page;
    const rap_words *words;
    rap_words *other_words[RAP_LANG_COUNT]; /* of the quoted languages, for their pronouns */
    size_t chapters;
} rap_desk;

/* Sorted chapters of the units that pass; units of a chapter in the order of the register. */
void rap_chapters_make(rap_desk *desk, bool (*passes)(const rap_unit *unit),
                       rap_chapters *ret_chapters);

/* Tells units that belong together as one numbered paragraph (those in another language than the
 * report's: as one for each), with the notes of their sources, and sets their numbers. */
void rap_tell(rap_desk *desk, rap_unit *const *units, size_t count);

/* More sources than these stand at the end. */
enum { RAP_SOURCES_ON_COVER = 8 };

/* Cover, sources and table of contents. */
void rap_arrange_cover(rap_desk *desk);
void rap_arrange_sources(rap_desk *desk);
void rap_arrange_activities(rap_desk *desk);
void rap_arrange_consolidated(rap_desk *desk);
/* Tables of agreements, publications with titles, pledges. */
void rap_arrange_annexes(rap_desk *desk);
void rap_arrange_mandates(rap_desk *desk);
void rap_arrange_trace(rap_desk *desk);
/* The heading of a document's paragraphs, with its title: a chapter. */
void rap_arrange_source(rap_desk *desk, const rap_origin_doc *source);
/* What stands where no paragraph answers to the choice. */
void rap_arrange_no_mandates(rap_desk *desk);
/* What a paragraph asks, in its words, no longer than a table bears; and who is asked. */
rap_str rap_asked_task(const rap_desk *desk, const rap_asked *asked);
rap_str rap_asked_whom(rap_desk *desk, const rap_asked *asked);
void rap_arrange_left_out(rap_desk *desk);
rap_str rap_report_title(const rap_story *story);
/* Without separators and full stops at the end. */
rap_str rap_sentence_clean(rap_str text);
/* The short way to name a document: its symbol, else its id. */
rap_str rap_source_name(const rap_origin_doc *source);

#endif
