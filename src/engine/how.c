/* How a file is to be read, in words that the register keeps with it: "original",
 * "limits pages=30000,seconds=120", or both with a space between. */
#include "engine.h"

static const rap_str original = {"original", 8}, limits_word = {"limits", 6};

rap_str rap_engine_how(rap_arena *arena, bool as_original, const rap_read_limits *limits)
{
    rap_buf out;
    rap_str raised = rap_limits_raised(arena, limits);
    rap_buf_init(&out, arena);
    if (as_original) {
        rap_buf_put(&out, original);
    }
    if (raised.length) {
        rap_buf_put(&out, as_original ? RAP_STR(" ") : RAP_STR_NONE);
        rap_buf_put(&out, limits_word);
        rap_buf_put_byte(&out, ' ');
        rap_buf_put(&out, raised);
    }
    return rap_buf_str(&out);
}

bool rap_engine_how_is_original(rap_str how)
{
    rap_str word;
    return rap_str_split(&how, ' ', &word) && rap_str_equal(word, original);
}

void rap_engine_how_raise(rap_str how, rap_read_limits *limits)
{
    rap_str word, before = RAP_STR_NONE;
    while (rap_str_split(&how, ' ', &word)) {
        rap_read_limits kept = {0};
        rap_error ignored = {0}; /* a limit that a later program has */
        if (rap_str_equal(before, limits_word)) {
            rap_limits_parse(&kept, word, &ignored);
            rap_limits_raise(limits, &kept);
        }
        before = word;
    }
}
