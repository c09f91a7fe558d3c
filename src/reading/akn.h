/* The reader of Akoma Ntoso, in two files: akn.c (metadata, cover, parts) and akn_body.c
 * (numbered paragraphs, lists, notes).
 * Source of the format: OASIS LegalDocML, Akoma Ntoso 1.0; United Nations profile AKN4UN. */
#ifndef RAP_READING_AKN_H
#define RAP_READING_AKN_H

#include "label.h"
#include "runs.h"
#include "xml.h"

/* Elements and attributes that mean something to the reader, by local name. */
/* clang-format off */
#define RAP_AKN_NAMES(X) \
    X(akomaNtoso) X(statement) X(documentCollection) X(doc) X(act) X(bill) X(components) \
    X(component) X(collectionBody) X(meta) X(FRBRlanguage) X(FRBRdate) X(FRBRuri) X(coverPage) X(preface) \
    X(preamble) X(mainBody) X(body) X(conclusions) X(attachments) X(attachment) X(formula) \
    X(container) X(crossHeading) X(recital) X(recitals) X(blockList) X(list) \
    X(listIntroduction) X(intro) X(item) X(point) X(sublist) X(num) X(heading) X(subheading) \
    X(content) X(wrapUp) X(wrap) X(listWrapUp) X(paragraph) X(alinea) X(section) X(division) \
    X(part) X(chapter) X(hcontainer) X(article) X(title) X(table) X(tr) X(td) X(th) X(tblock) \
    X(blockContainer) X(block) X(p) X(span) X(a) X(ref) X(sup) X(sub) X(b) X(i) X(u) X(eol) \
    X(br) X(img) X(authorialNote) X(docNumber) X(docTitle) X(docDate) X(docProponent) \
    X(docAuthority) X(docStatus) X(session) X(inline) X(location) X(presentation) X(date) \
    X(name) X(value) X(language) X(refersTo) X(marker) X(href) X(class) X(eId) X(longTitle) \
    X(keyword)
/* clang-format on */

#define RAP_AKN_ENUM(name) AKN_##name,
enum { RAP_AKN_NAMES(RAP_AKN_ENUM) AKN_COUNT };

extern const rap_xml_vocabulary rap_akn_vocabulary;

/* Where in the document the walk is. Strings are borrowed from the arena. */
typedef struct {
    rap_str number;     /* digits of the numbered paragraph last read; empty: none */
    rap_str letter;     /* core of the lettered sub-paragraph last read */
    rap_str last_label; /* as printed */
    int32_t paragraph;  /* block of `number`, or -1 */
    int32_t sub;        /* block of `letter`, or -1 */
    int32_t heading;    /* block, or -1 */
    int annex;          /* from 1; 0: none */
} rap_akn_state;

typedef struct {
    const rap_reading *reading;
    rap_source *source;
    bool is_resolution;           /* it has operative paragraphs */
    bool has_title;               /* a preface told it; covers may only repeat it */
    bool is_over;                 /* more blocks than allowed */
    rap_blocks notes;             /* appended at the end */
    rap_str cover_number, number; /* symbol on the cover, number before the title */
    rap_str uri;                  /* of the work, by the metadata */
    rap_strs agenda;              /* items by the metadata */
    rap_date adopted;             /* as metadata say it */
} rap_akn;

/* One element's mixed content, its notes set aside in akn->notes (not where akn is NULL). */
void rap_akn_collect(rap_akn *akn, rap_arena *arena, const rap_xml_node *node, unsigned style,
                     rap_runs *runs);
/* The element's whole text, cleaned. */
rap_str rap_akn_text(rap_arena *arena, const rap_xml_node *node);
/* Appends a block with the runs' text; NULL where there is nothing in it. */
rap_block *rap_akn_block(rap_akn *akn, const rap_xml_node *node, rap_runs *runs, rap_part part);
/* Block with everything in `node`. */
rap_block *rap_akn_whole(rap_akn *akn, const rap_xml_node *node, rap_part part);
/* One child of the body or an attachment. */
void rap_akn_item(rap_akn *akn, const rap_xml_node *node, rap_akn_state *state);
void rap_akn_preamble(rap_akn *akn, const rap_xml_node *node, rap_akn_state *state);
rap_akn_state rap_akn_state_new(int annex);

#endif
