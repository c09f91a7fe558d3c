/* rapporteur compare --aligned: which paragraphs and sentences stand against which. */
#include "listing.h"

#include <string.h>

/* "en 1+2"; "ar -" where the side has none. */
static const char *show_side(cli *run, const json_t *record, const char *member)
{
    const json_t *side = json_object_get(record, member);
    const json_t *blocks = json_object_get(side, "blocks"), *block;
    rap_buf out;
    size_t at;
    rap_buf_init(&out, run->arena);
    rap_buf_put_c(&out, cli_member(run, side, "lang"));
    json_array_foreach(blocks, at, block)
    {
        const char *para = cli_member(run, block, "para");
        rap_buf_format(&out, "%s%s", at ? "+" : *para ? " " : "", para);
    }
    rap_buf_put_c(&out, at ? "" : " -");
    return rap_buf_str(&out).data;
}

/* The text, that of joined paragraphs with a space between. */
static const char *show_text(cli *run, const json_t *record, const char *member)
{
    const json_t *blocks = json_object_get(json_object_get(record, member), "blocks"), *block;
    rap_buf out;
    size_t at;
    rap_buf_init(&out, run->arena);
    json_array_foreach(blocks, at, block)
    {
        rap_buf_format(&out, "%s%s", at ? " " : "", cli_member(run, block, "text"));
    }
    return rap_buf_str(&out).data;
}

/* What there is to read of a pair in one line: its first text that is there. */
static const char *show_either(cli *run, const json_t *record, const char *member)
{
    const char *text = show_text(run, record, member);
    return *text ? text : show_text(run, record, "b");
}

static const char *show_score(cli *run, const json_t *record, const char *member)
{
    return rap_arena_format(run->arena, "%.2f", json_number_value(json_object_get(record, member)));
}

/* How many sentences stand against how many: "1-1 2-1"; runs are counted, "3x1-1". */
static const char *show_sentences(cli *run, const json_t *record, const char *member)
{
    const json_t *pairs = json_object_get(record, member);
    rap_buf out;
    rap_buf_init(&out, run->arena);
    for (size_t i = 0, end; i < json_array_size(pairs); i = end) {
        size_t a = 0, b = 0;
        for (end = i; end < json_array_size(pairs); end++) {
            const json_t *pair = json_array_get(pairs, end);
            size_t x = json_array_size(json_object_get(pair, "a"));
            size_t y = json_array_size(json_object_get(pair, "b"));
            if (end > i && (x != a || y != b)) {
                break;
            }
            a = x;
            b = y;
        }
        rap_buf_put_c(&out, i ? " " : "");
        if (end - i > 1) {
            rap_buf_format(&out, "%zux", end - i);
        }
        rap_buf_format(&out, "%zu-%zu", a, b);
    }
    return rap_buf_str(&out).data;
}

typedef struct {
    bool (*visit)(void *user, const char *json, size_t length);
    void *user;
} listening;

static bool pass_pair(void *user, const char *json, size_t length)
{
    const listening *to = user;
    static const char pair[] = "{\"record\": \"pair\"";
    bool is_pair = length >= sizeof pair - 1 && memcmp(json, pair, sizeof pair - 1) == 0;
    return !is_pair || to->visit(to->user, json, length);
}

static bool ask(cli *run, bool (*visit)(void *user, const char *json, size_t length), void *user,
                rapporteur_error *error)
{
    rapporteur_compare_options options = cli_compare_options(run);
    listening to = {visit, user};
    options.pairs = true;
    return rapporteur_compare(run->reg, &options, pass_pair, &to, error);
}

int cli_compare_aligned(cli *run)
{
    static const listing_field fields[] = {
        {"doc", "doc", listing_text, {"DOCUMENT", 10, 16, 4}},
        {"part", "part", listing_text, {"PART", 9, 10, 5}},
        {"a", "a", show_side, {"ONE", 4, 10, 9}},
        {"b", "b", show_side, {"OTHER", 5, 10, 9}},
        {"score", "score", show_score, {"SCORE", 5, 5, 6}},
        {"sentences", "sentences", show_sentences, {"SENTENCES", 9, 12, 6}},
        {"text", "a", show_text, {0}},
        {"other_text", "b", show_text, {0}},
        {"either", "a", show_either, {"TEXT", 16, 0, 7}},
    };
    /* The last column is for reading only; a program has both texts. */
    size_t count = sizeof fields / sizeof *fields - (run->values[OPTION_CSV] ? 1 : 0);
    listing list = {.ask = ask, .noun = "pair", .fields = fields, .field_count = count};
    return listing_run(run, &list);
}
