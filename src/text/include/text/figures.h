/* Numbers written in figures. */
#ifndef RAP_TEXT_FIGURES_H
#define RAP_TEXT_FIGURES_H

#include "model/document.h"

/* Numbers written in figures in a text outside of `skipped` spans (in order): one string a number,
 * in Western digits without separators of thousands, "1250", "7.5". In a text from right to left
 * groups of digits with spaces between are stored last group first, so that they are seen in the
 * right order. */
typedef struct {
    rap_str value;
    rap_span span;
} rap_figure;
typedef RAP_VEC(rap_figure) rap_figures;
typedef RAP_VEC(rap_span) rap_skipped;
void rap_figure_find(rap_arena *arena, rap_str text, bool is_rtl, const rap_skipped *skipped,
                     rap_figures *ret_figures);

/* The same for ordinals in figures, "137th", of which rap_figure_find tells none. */
void rap_figure_ordinals(rap_arena *arena, rap_str text, bool is_rtl, const rap_skipped *skipped,
                         rap_figures *ret_figures);

#endif
