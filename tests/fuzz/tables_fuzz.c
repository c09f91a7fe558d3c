/* Tables: any table's rows and cells, and the lexicon that `learn` writes. */
#include "fuzz.h"

#include "base/table.h"
#include "linking/lexicon.h"

static void check_table(rap_arena *arena, rap_str input)
{
    rap_table table = {0};
    rap_error error = {0};
    if (!rap_table_parse(arena, input, &table, &error)) {
        fuzz_demand(error.message[0] && !strchr(error.message, '\n'), "an error is one line");
        return;
    }
    for (size_t i = 0; i < table.rows.count; i++) {
        const rap_row *row = &table.rows.items[i];
        fuzz_demand(row->line > 0 && row->cells.count <= table.columns.count,
                    "a row has a line, and no more cells than there are columns");
        for (int column = -1; column <= (int)table.columns.count; column++) {
            rap_str cell = rap_row_cell(row, column);
            fuzz_demand(rap_str_find(cell, RAP_STR("\t"), 0) == SIZE_MAX, "a cell has no tab");
        }
    }
}

static void check_lexicon(rap_arena *arena, rap_str input)
{
    rap_error error = {0};
    rap_lexicon *lexicon = rap_lexicon_read(arena, input, &error);
    if (!lexicon) {
        fuzz_demand(error.message[0] && !strchr(error.message, '\n'), "an error is one line");
        return;
    }
    rap_indexer *indexer = rap_text_indexer_new(arena);
    rap_concept_ids ids = {0};
    for (size_t i = 0; i < rap_lexicon_count(lexicon); i++) {
        fuzz_demand(rap_lexicon_weight(lexicon, i) >= 0, "a concept weighs something");
    }
    rap_lexicon_find(lexicon, arena, indexer, RAP_LANG_EN,
                     RAP_STR("The harbour master reports on trade, peace and climate change."),
                     &ids);
    for (size_t i = 0; i < ids.count; i++) {
        fuzz_demand(ids.items[i] < rap_lexicon_count(lexicon), "a concept is there");
    }
}

void fuzz_one(rap_arena *arena, rap_str input)
{
    check_table(arena, input);
    check_lexicon(arena, input);
}
