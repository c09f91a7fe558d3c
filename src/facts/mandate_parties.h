/* Who is asked: the parties of an act of will, from marks and mentions. */
#ifndef RAP_FACTS_MANDATE_PARTIES_H
#define RAP_FACTS_MANDATE_PARTIES_H

#include "mandate_rules.h"

/* An act of will in a paragraph: a lead phrase and what follows up to the next. */
typedef struct {
    verb_rule verb;
    rap_span lead;
    uint32_t end;
    uint32_t after; /* end of the lead phrase of the act before; 0: none */
} act_of_will;

typedef struct {
    const rap_knowledge *knowledge;
    const rap_mandate_rules *rules;
    rap_version *version;
    rap_strs title_parties;
    rap_str deciding_body;
} mandate_context;

/* The organizations that the title names. */
rap_strs rap_title_parties(const mandate_context *context);

/* Adds to *parties those whom the act asks; *ret_asked_at (may stay 0) is the byte from which on
 * the text says what they are asked. */
void rap_act_parties(const mandate_context *context, uint32_t block, const act_of_will *act,
                     rap_strs *parties, uint32_t *ret_asked_at);

/* Appends where the list has it not. */
void rap_add_once(rap_arena *arena, rap_strs *list, rap_str item);

/* Indices [*ret_first, *ret_end) of the block's mentions. */
void rap_block_mentions(const rap_version *version, uint32_t block, size_t *ret_first,
                        size_t *ret_end);

#endif
