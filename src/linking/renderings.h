/* What one version says in one way throughout and the other in two: a term with two renderings, a
 * name with two spellings. Told by where words occur, without a dictionary. Private to the module.
 */
#ifndef RAP_LINKING_RENDERINGS_H
#define RAP_LINKING_RENDERINGS_H

#include "linking/align.h"
#include "linking/lexicon.h"

typedef struct {
    size_t pair;     /* in the alignment: where the rarer way stands */
    bool is_name;    /* two spellings; else two renderings */
    bool is_in_a;    /* which version has two ways */
    bool is_chinese; /* that version is */
    rap_span one;    /* in the paragraph of the version that has one way */
    rap_span other;  /* the rarer way, in the paragraph of the version that has two */
    rap_str usual;   /* the more frequent way, as it stands in the first paragraph that has it */
    uint32_t usual_count; /* paragraphs with it */
} rendering;
typedef RAP_VEC(rendering) renderings;

/* By pair, at most one of each kind for a version and pair. Looks at pairs of one paragraph with
 * one. The work grows as the text: each word begins a bounded number of phrases, and phrases meet
 * by the set of pairs in which they occur. What `lexicon` (or NULL) knows is no name. `ret_work`,
 * unless NULL: how many phrases were looked at. */
void renderings_find(rap_arena *arena, const rap_lexicon *lexicon, const rap_version *a,
                     const rap_version *b, const rap_alignment *alignment, renderings *ret_list,
                     size_t *ret_work);

#endif
