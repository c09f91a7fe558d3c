/* A block's text put together from runs: white space collapsed, invisible marks out, with the
 * styled passages and the anchors of notes as byte ranges in what comes out. */
#ifndef RAP_READING_RUNS_H
#define RAP_READING_RUNS_H

#include "model/document.h"

enum { RAP_RUN_ITALIC = 1, RAP_RUN_BOLD = 2 };

typedef struct {
    uint32_t start, end;
    unsigned style;
} rap_styled;

typedef struct {
    rap_arena *arena;
    rap_buf text;
    RAP_VEC(rap_styled) styled;
    RAP_VEC(rap_note_ref) notes;
    RAP_VEC(rap_seam) seams;
    RAP_VEC(rap_blank) blanks;
    bool is_layout;  /* the newest space stands for a tab or line end too */
    bool after_note; /* nothing but white space since the last anchor */
    size_t gap;      /* where that white space stands, SIZE_MAX: none */
} rap_runs;

void rap_runs_init(rap_runs *runs, rap_arena *arena);
void rap_runs_put(rap_runs *runs, rap_str text, unsigned style);
/* A note's mark; nothing of it goes into the text. */
void rap_runs_note(rap_runs *runs, rap_str mark);
/* Trims; afterwards runs->text, styled and notes are final. */
rap_str rap_runs_finish(rap_runs *runs);
/* Takes the first `bytes` and the white space behind them off a finished text. */
void rap_runs_cut(rap_runs *runs, size_t bytes);
/* The styled phrase that the finished text opens with, behind at most a dozen bytes of quotation
 * marks or the like, without the punctuation at its ends; empty where it opens plainly.
 * `styles`: the styles that count. */
rap_span rap_runs_lead(const rap_runs *runs, unsigned styles);
/* The same for text whose styles are not known to mean lead phrases: nothing but a label may stand
 * before it, and it must not be all of the text. */
rap_span rap_runs_strict_lead(const rap_runs *runs, unsigned styles);
/* How many bytes of the text carry one of `with` and none of `without`. */
size_t rap_runs_styled_bytes(const rap_runs *runs, unsigned with, unsigned without);
/* Text and notes of the finished runs into a block. */
void rap_runs_to_block(const rap_runs *runs, rap_block *block);

/* Ties each anchor to the block from `first` on that is the note with its mark. */
void rap_tie_notes(rap_arena *arena, rap_blocks *blocks, size_t first);

#endif
