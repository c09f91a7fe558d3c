/* The reader of HTML, in three files: html.c (encoding, parsing, entry), html_scan.c (what is safe
 * to parse, where the main text stands), html_text.c (elements to blocks). Source of the format:
 * WHATWG HTML Living Standard; gumbo parses by it. */
#ifndef RAP_READING_HTML_H
#define RAP_READING_HTML_H

#include "runs.h"

#include "reading/reading.h"

#include <gumbo.h>

/* Whether gumbo may be given the text: it slows down with the square of the nesting and of a tag's
 * attributes. False with *error. */
bool rap_html_is_safe(rap_str text, const rap_read_limits *limits, rap_error *error);

/* The attribute's value; empty where there is none. */
rap_str rap_html_attribute(const GumboNode *node, const char *name);
/* Whether the element is never text of the document: scripts, forms, navigation, what is hidden. */
bool rap_html_is_skipped(const GumboNode *node);
/* The element that holds the main text. */
const GumboNode *rap_html_main(const GumboNode *body);
/* Characters of text below the node that are not links, without what is skipped. */
size_t rap_html_weight(const GumboNode *node);
/* The first element with this tag at or below the node, or NULL. */
const GumboNode *rap_html_find(const GumboNode *node, GumboTag tag);

typedef struct {
    const rap_reading *reading;
    rap_source *source;
    bool has_offsets; /* places in the parsed text are places in the file */
    bool is_over;
} rap_html;

/* Appends the blocks of everything below `node`. */
void rap_html_blocks(rap_html *html, const GumboNode *node);

#endif
