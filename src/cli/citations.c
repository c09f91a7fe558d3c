/* rapporteur citations: what a document cites, what cites it, and the chain of its renewals. */
#include "cli.h"

#include <stdlib.h>
#include <string.h>

/* A document at the other end, with the paragraphs that make the link. */
typedef struct {
    const char *doc;
    rap_strs paragraphs;
} partner;

typedef struct {
    RAP_VEC(partner) items;
} partners;

typedef struct {
    cli *run;
    const char *symbol;
    partners cites, cited_by;
    rap_strs chain; /* the oldest first, the document itself among them */
    rapporteur_error error;
} network;

/* The document in "doc#label", and the label behind it. */
static const char *document_of(cli *run, const char *place, const char **ret_label)
{
    const char *mark = strrchr(place, '#');
    *ret_label = mark ? mark + 1 : "";
    return mark ? rap_arena_copy(run->arena, place, (size_t)(mark - place)) : place;
}

static void add_paragraph(cli *run, partner *found, const char *label)
{
    for (size_t i = 0; i < found->paragraphs.count; i++) {
        if (rap_str_is(found->paragraphs.items[i], label)) {
            return;
        }
    }
    if (*label) {
        RAP_PUSH(run->arena, &found->paragraphs, rap_str_of(label));
    }
}

static void add_partner(cli *run, partners *list, const char *doc, const char *label)
{
    for (size_t i = 0; i < list->items.count; i++) {
        if (strcmp(list->items.items[i].doc, doc) == 0) {
            add_paragraph(run, &list->items.items[i], label);
            return;
        }
    }
    RAP_PUSH(run->arena, &list->items, (partner){.doc = doc});
    add_paragraph(run, &list->items.items[list->items.count - 1], label);
}

static bool find_citations(network *net)
{
    cli *run = net->run;
    rapporteur_filter filter = {.document = net->symbol, .types = "cites"};
    cli_records links = {0};
    if (!cli_collect(run, "links", &filter, &links, &net->error)) {
        return false;
    }
    for (size_t i = 0; i < links.count; i++) {
        const char *label, *no_label;
        const char *from = document_of(run, cli_member(run, links.items[i].json, "from"), &label);
        const char *to = document_of(run, cli_member(run, links.items[i].json, "to"), &no_label);
        if (strcmp(from, net->symbol) == 0) {
            add_partner(run, &net->cites, to, label);
        } else {
            add_partner(run, &net->cited_by, from, label);
        }
    }
    return true;
}

/* -- forms ------------------------------------------------------------------------------------- */

static void put_partners(cli *run, const char *title, const partners *list)
{
    if (!list->items.count) {
        return;
    }
    fprintf(run->out, "%s\n", cli_styled(run, CLI_BOLD, title));
    for (size_t i = 0; i < list->items.count; i++) {
        const partner *item = &list->items.items[i];
        fprintf(run->out, "    %-22s", item->doc);
        for (size_t k = 0; k < item->paragraphs.count; k++) {
            fprintf(run->out, "%s%.*s", k ? ", " : "  paragraph ",
                    RAP_STR_ARG(item->paragraphs.items[k]));
        }
        fputc('\n', run->out);
    }
}

static void put_text(const network *net)
{
    cli *run = net->run;
    put_partners(run, rap_arena_format(run->arena, "%s cites", net->symbol), &net->cites);
    put_partners(run, rap_arena_format(run->arena, "%s is cited by", net->symbol), &net->cited_by);
    if (net->chain.count > 1) {
        fprintf(run->out, "%s\n    ", cli_styled(run, CLI_BOLD, "Renewed over the years"));
        for (size_t i = 0; i < net->chain.count; i++) {
            fprintf(run->out, "%s%.*s", i ? " \xE2\x86\x92 " : "",
                    RAP_STR_ARG(net->chain.items[i]));
        }
        fputc('\n', run->out);
    }
}

static json_t *partners_json(const partners *list)
{
    json_t *array = json_array();
    for (size_t i = 0; i < list->items.count; i++) {
        const partner *item = &list->items.items[i];
        json_t *labels = json_array();
        for (size_t k = 0; k < item->paragraphs.count; k++) {
            rap_str label = item->paragraphs.items[k];
            json_array_append_new(labels, json_stringn(label.data, label.length));
        }
        json_array_append_new(array,
                              json_pack("{s:s,s:o}", "doc", item->doc, "paragraphs", labels));
    }
    return array;
}

static void put_json(const network *net)
{
    json_t *chain = json_array();
    for (size_t i = 0; i < net->chain.count; i++) {
        rap_str doc = net->chain.items[i];
        json_array_append_new(chain, json_stringn(doc.data, doc.length));
    }
    json_t *all =
        json_pack("{s:s,s:o,s:o,s:o}", "doc", net->symbol, "cites", partners_json(&net->cites),
                  "cited_by", partners_json(&net->cited_by), "chain", chain);
    char *text = json_dumps(all, JSON_INDENT(2));
    fprintf(net->run->out, "%s\n", text ? text : "null");
    free(text);
    json_decref(all);
}

/* A node's name in Graphviz's language (DOT): in double quotes, which it escapes by a backslash. */
static const char *dot_name(cli *run, const char *doc)
{
    rap_buf out;
    rap_buf_init(&out, run->arena);
    rap_buf_put_byte(&out, '"');
    for (; *doc; doc++) {
        if (*doc == '"' || *doc == '\\') {
            rap_buf_put_byte(&out, '\\');
        }
        rap_buf_put_byte(&out, *doc);
    }
    rap_buf_put_byte(&out, '"');
    return rap_buf_str(&out).data;
}

static void put_dot(const network *net)
{
    cli *run = net->run;
    const char *self = dot_name(run, net->symbol);
    fprintf(run->out,
            "digraph citations {\n    rankdir=LR;\n    node [shape=box];\n"
            "    %s [style=bold];\n",
            self);
    for (size_t i = 0; i < net->cites.items.count; i++) {
        fprintf(run->out, "    %s -> %s;\n", self, dot_name(run, net->cites.items.items[i].doc));
    }
    for (size_t i = 0; i < net->cited_by.items.count; i++) {
        fprintf(run->out, "    %s -> %s;\n", dot_name(run, net->cited_by.items.items[i].doc), self);
    }
    for (size_t i = 0; i + 1 < net->chain.count; i++) {
        fprintf(run->out, "    %s -> %s [label=\"renews\", style=dashed];\n",
                dot_name(run, net->chain.items[i + 1].data),
                dot_name(run, net->chain.items[i].data));
    }
    fputs("}\n", run->out);
}

static bool on_chain(void *user, const char *symbol)
{
    network *net = user;
    RAP_PUSH(net->run->arena, &net->chain, rap_str_copy(net->run->arena, rap_str_of(symbol)));
    return true;
}

int cli_run_citations(cli *run)
{
    if (!cli_open(run, RAPPORTEUR_READ)) {
        return CLI_CANNOT;
    }
    network net = {.run = run, .symbol = run->operands[0]};
    if (!find_citations(&net) ||
        !rapporteur_chain(run->reg, net.symbol, on_chain, &net, &net.error)) {
        return cli_fail_file(run, cli_register_path(run), net.error.message);
    }
    bool is_known = net.cites.items.count || net.cited_by.items.count || net.chain.count > 1;
    if (!is_known && !cli_document_exists(run, net.symbol)) {
        return CLI_INCOMPLETE;
    }
    if (run->values[OPTION_JSON]) {
        put_json(&net);
    } else if (run->values[OPTION_DOT]) {
        put_dot(&net);
    } else if (is_known) {
        put_text(&net);
    } else {
        fprintf(run->out, "%s cites nothing and is not cited\n", net.symbol);
    }
    return CLI_DONE;
}
