/* Two wordings, parted by a line "====": what is told as kept is in both, and the pieces of each,
 * put together, are that text. */
#include "fuzz.h"

#include "text/difference.h"

static rap_str valid(rap_arena *arena, rap_str bytes)
{
    rap_buf out;
    rap_buf_init(&out, arena);
    for (size_t at = 0; at < bytes.length;) {
        rap_buf_put_code_point(&out, rap_utf8_next(bytes, &at));
    }
    return rap_buf_str(&out);
}

/* Words are compared, not what stands between them. */
static rap_str without_spaces(rap_arena *arena, rap_str text)
{
    rap_buf out;
    rap_buf_init(&out, arena);
    for (size_t i = 0; i < text.length; i++) {
        if (text.data[i] != ' ' && text.data[i] != '\n' && text.data[i] != '\t') {
            rap_buf_put_byte(&out, text.data[i]);
        }
    }
    return rap_buf_str(&out);
}

static rap_str piece(rap_str text, rap_span span)
{
    fuzz_demand(span.start <= span.end && span.end <= text.length, "a piece lies in its text");
    return rap_str_slice(text, span.start, span.end);
}

void fuzz_one(rap_arena *arena, rap_str input)
{
    size_t cut = rap_str_find(input, RAP_STR("\n====\n"), 0);
    rap_str a = valid(arena, rap_str_slice(input, 0, cut));
    rap_str b =
        cut == SIZE_MAX ? RAP_STR_NONE : valid(arena, rap_str_slice(input, cut + 6, input.length));
    rap_differences all = {0};
    size_t a_at = 0, b_at = 0;
    rap_text_difference(arena, a, b, &all);
    for (size_t i = 0; i < all.count; i++) {
        const rap_difference *one = &all.items[i];
        rap_str of_a = piece(a, one->a), of_b = piece(b, one->b);
        fuzz_demand(one->a.start == a_at && one->b.start == b_at, "pieces leave nothing out");
        fuzz_demand(one->kind != RAP_DIFFERENCE_DROPPED || !of_b.length,
                    "what is dropped is not in b");
        fuzz_demand(one->kind != RAP_DIFFERENCE_ADDED || !of_a.length, "what is added is not in a");
        fuzz_demand(one->kind != RAP_DIFFERENCE_KEPT ||
                        rap_str_equal(without_spaces(arena, of_a), without_spaces(arena, of_b)),
                    "what is kept is in both");
        a_at = one->a.end;
        b_at = one->b.end;
    }
    fuzz_demand(a_at == a.length && b_at == b.length, "pieces are the whole texts");
}
