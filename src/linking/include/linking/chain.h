/* Chains of renewal: the resolutions of one item over the years. Two follow one another where their
 * titles are the same but for figures, else where one recalls the other as what it renews, else
 * where their titles are alike and one cites the other or both cite what few others cite. */
#ifndef RAP_LINKING_CHAIN_H
#define RAP_LINKING_CHAIN_H

#include "model/document.h"

typedef struct rap_chains rap_chains;

/* Empty. Lives in the arena, which must stay as long as it is used; strings given are borrowed. */
rap_chains *rap_chains_new(rap_arena *arena);
/* A version of a document. Documents without a symbol of the form "A/RES/77/12" are left out. */
void rap_chains_add_title(rap_chains *chains, rap_str doc, rap_lang lang, rap_str title);
/* A link "renews" (linking/linking.h). */
void rap_chains_add_renewal(rap_chains *chains, rap_str from, rap_str to, double score);
/* `doc` cites `cited`. */
void rap_chains_add_citation(rap_chains *chains, rap_str doc, rap_str cited);
/* Whether the titles of two documents that no language is common to speak of the same. */
typedef bool rap_titles_alike(void *user, rap_str a, rap_str b);
void rap_chains_set_alike(rap_chains *chains, rap_titles_alike *alike, void *user);

/* The chain in which `doc` stands, the oldest first; `doc` alone where it has none. */
void rap_chains_of(const rap_chains *chains, rap_arena *arena, rap_str doc, rap_strs *ret_chain);

#endif
