/* "Same as": one activity told twice, in two languages of a work or in two documents. */
#ifndef RAP_LINKING_SAME_H
#define RAP_LINKING_SAME_H

#include "linking/align.h"
#include "linking/linking.h"

#define RAP_LINK_SAME "same as"

/* All three append links whose ends are activities (rap_record_activity_name), `a`'s first, each
 * activity in one link at most. Strings live in `arena`. What they find does not depend on which of
 * the two is `a`, but for the direction. */

/* Two languages of one work: by the alignment of their paragraphs. */
void rap_same_in_work(rap_arena *arena, const rap_mention_rules *rules, const rap_version *a,
                      const rap_version *b, const rap_alignment *alignment, rap_links *links);
/* Versions of two works: type, parties and days must agree, and place, words or numbers too. */
void rap_same_in_works(rap_arena *arena, const rap_mention_rules *rules, const rap_version *a,
                       const rap_version *b, rap_links *links);
/* Two paragraphs of one version: as of two works, and parties and dates must be equal. */
void rap_same_in_version(rap_arena *arena, const rap_mention_rules *rules,
                         const rap_version *version, rap_links *links);

#endif
