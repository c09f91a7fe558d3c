/* What a child process hands back. With '=' as first byte the rest are bytes as they came. Else it
 * is a text up to a NUL, whose source is written as a child would write it, and behind the NUL
 * changes: a place (2 bytes) and a number to put there (2 bytes). What is believed can be passed on
 * as it came. */
#include "source.h"

#include "wire.h"

static size_t number_at(rap_str input, size_t at)
{
    return (size_t)(unsigned char)input.data[at] | (size_t)(unsigned char)input.data[at + 1] << 8;
}

static rap_str made(rap_arena *arena, rap_str input)
{
    size_t end = rap_str_find(input, RAP_STR("\0"), 0);
    rap_str changes = end == SIZE_MAX ? RAP_STR_NONE : rap_str_slice(input, end + 1, input.length);
    rap_source source = {.arena = arena};
    rap_buf out;
    rap_buf_init(&out, arena);
    if (!fuzz_read(arena, "text", rap_str_slice(input, 0, end), &source)) {
        return RAP_STR_NONE;
    }
    rap_wire_put(&out, &source);
    for (size_t i = 0; i + 4 <= changes.length && i < 64; i += 4) {
        size_t at = number_at(changes, i) % (out.length / 8 + 1) * 8;
        int64_t value = (int16_t)number_at(changes, i + 2);
        if (at + sizeof value <= out.length) {
            memcpy(out.data + at, &value, sizeof value);
        }
    }
    return rap_buf_str(&out);
}

void fuzz_one(rap_arena *arena, rap_str input)
{
    rap_read_limits limits = rap_read_limits_default();
    bool is_raw = fuzz_byte(&input) == '=';
    rap_str bytes = is_raw ? rap_str_copy(arena, input) : made(arena, input);
    rap_source source = {.arena = arena};
    rap_enclosures enclosures = {0};
    rap_buf again;
    rap_buf_init(&again, arena);
    if (rap_wire_get(arena, bytes, input.length, &limits, &source)) {
        fuzz_check_source(&source);
        rap_wire_put(&again, &source);
        fuzz_demand(rap_str_equal(rap_buf_str(&again), bytes), "a source is passed on as it came");
    }
    again.length = 0;
    if (rap_wire_get_enclosures(arena, bytes, &limits, &enclosures)) {
        rap_wire_put_enclosures(&again, &enclosures);
        fuzz_demand(rap_str_equal(rap_buf_str(&again), bytes), "so is what is enclosed");
    }
}
