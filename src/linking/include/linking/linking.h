/* Linking: what connects facts across documents. Works on records of the register, through the
 * engine: citations, versions of one work, the same activity told twice. */
#ifndef RAP_LINKING_LINKING_H
#define RAP_LINKING_LINKING_H

#include "mentions/mentions.h"
#include "model/fact.h"

typedef struct {
    rap_str kind;     /* "cites", "translation of" */
    rap_str from, to; /* symbols or ids, or "doc#label" */
    double score;     /* 0 to 1 */
    rap_str reasons;  /* in words */
} rap_link;

typedef RAP_VEC(rap_link) rap_links;

/* Links that versions give by themselves: each citation from the paragraph that makes it (also
 * through its notes; "doc_lang#label", or doc_lang alone outside paragraphs), each once; and each
 * pair of languages of one work, from the translation to the original where a cover tells which it
 * is (score 1), else from the later version to the earlier (score 0.5). Strings live in `arena` or
 * in the versions. */
void rap_link_find(rap_arena *arena, const rap_versions *versions, rap_links *ret_links);

#endif
