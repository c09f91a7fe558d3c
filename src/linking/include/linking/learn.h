/* Learning a lexicon from paragraphs that say the same in several languages.
 *
 * Each word or phrase of the English is tried as a concept. What tells it in another language are
 * the few terms whose paragraphs, together, are most nearly the same paragraphs (F1); then the
 * English terms are chosen in the same way by what most of the other languages say, and the others
 * once more by these. A concept is kept where every language finds it again surely enough.
 */
#ifndef RAP_LINKING_LEARN_H
#define RAP_LINKING_LEARN_H

#include "linking/lexicon.h"

typedef struct rap_learning rap_learning;

rap_learning *rap_learning_new(rap_arena *arena);
/* One paragraph in its languages, English among them; empty where a language lacks it. One whose
 * English mostly repeats what was added before teaches nothing and is passed over. Texts are not
 * kept. */
void rap_learning_add(rap_learning *learning, const rap_str texts[RAP_LANG_COUNT]);
size_t rap_learning_count(const rap_learning *learning);

/* The `most` surest concepts, by their English terms. What they are follows from the paragraphs
 * and their order alone. Languages with fewer than RAP_LEARNING_LEAST paragraphs are left out. */
#define RAP_LEARNING_LEAST 50
void rap_learning_finish(rap_learning *learning, size_t most, rap_concepts *ret_concepts);

#endif
