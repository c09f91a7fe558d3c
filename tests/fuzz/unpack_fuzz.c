/* Mails and archives taken apart: names are clean, each once, and every part is there or refused in
 * one line. */
#include "source.h"

#include "enclosures.h"

/* What is kept open until the process ends is no leak. */
extern void __lsan_disable(void) __attribute__((weak));
extern void __lsan_enable(void) __attribute__((weak));

static void prepare(void)
{
    static bool is_prepared;
    if (is_prepared) {
        return;
    }
    is_prepared = true;
    if (__lsan_disable && __lsan_enable) {
        __lsan_disable();
        rap_unpack_prepare();
        __lsan_enable();
    } else {
        rap_unpack_prepare();
    }
}

static void check_name(const rap_enclosures *all, size_t index)
{
    rap_str name = all->items[index].name, rest = name, part;
    fuzz_demand(name.length && rap_utf8_invalid(name) == SIZE_MAX, "a name is valid UTF-8");
    fuzz_demand(name.data[0] != '/', "a name is relative");
    while (rap_str_split(&rest, '/', &part)) {
        fuzz_demand(!rap_str_is(part, "..") && !rap_str_is(part, "."), "a name leads downwards");
    }
    for (size_t i = 0; i < name.length; i++) {
        fuzz_demand((unsigned char)name.data[i] >= 0x20 && name.data[i] != '\\' &&
                        name.data[i] != 0x7F,
                    "a name has no control characters");
    }
    for (size_t i = 0; i < index; i++) {
        fuzz_demand(!rap_str_equal(all->items[i].name, name), "a name is there once");
    }
}

void fuzz_one(rap_arena *arena, rap_str input)
{
    rap_reading reading = fuzz_reading();
    rap_enclosures all = {0};
    rap_error error = {0};
    prepare();
    if (RAP_ARENA_GUARD(arena)) {
        rap_arena_unguard(arena);
        return;
    }
    rap_encloses(rap_str_slice(input, 0, RAP_ENCLOSING_HEAD), RAP_STR("fuzz"));
    if (rap_unpack_here(&reading, arena, input, &all, &error) == RAP_UNPACK_FAILED) {
        fuzz_demand(error.message[0] && !strchr(error.message, '\n'), "an error is one line");
        all.count = 0;
    }
    for (size_t i = 0; i < all.count; i++) {
        check_name(&all, i);
        fuzz_demand(rap_str_find(all.items[i].refusal, RAP_STR("\n"), 0) == SIZE_MAX,
                    "a refusal is one line");
    }
    rap_arena_unguard(arena);
}
