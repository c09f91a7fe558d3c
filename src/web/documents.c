/* A document: its text with what is named and said in it, its languages side by side, what it
 * cites.
 */
#include "web.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* -- one document ------------------------------------------------------------------------------
 */

static const char *text_of(const json_t *record, const char *member)
{
    const char *text = json_string_value(json_object_get(record, member));
    return text ? text : "";
}

static bool collect(void *user, const char *json, size_t length)
{
    json_array_append_new(user, json_loadb(json, length, JSON_ALLOW_NUL, NULL));
    return true;
}

static const json_t *version_in(const json_t *versions, const char *language)
{
    const json_t *version;
    size_t index;
    json_array_foreach(versions, index, version)
    {
        if (strcmp(text_of(version, "lang"), language) == 0) {
            return version;
        }
    }
    return NULL;
}

/* The version asked for; else the original; else English; else any. */
static const json_t *choose(web_call *call, const json_t *versions, const char *symbol)
{
    const char *language = web_query(call, "language");
    const json_t *first = json_array_get(versions, 0), *chosen;
    if (!first) {
        rap_http_problem(call->request, call->answer, 404, "%s is not in the register", symbol);
        return NULL;
    }
    if (language) {
        chosen = version_in(versions, language);
        if (!chosen) {
            rap_http_problem(call->request, call->answer, 404,
                             "%s is not in the register in \"%s\"", symbol, language);
        }
        return chosen;
    }
    chosen = version_in(versions, text_of(first, "original"));
    chosen = chosen ? chosen : version_in(versions, "en");
    return chosen ? chosen : first;
}

static void put_languages(web_call *call, rap_buf *out, const json_t *versions)
{
    rap_json json;
    const json_t *version;
    size_t index;
    (void)call;
    rap_json_init(&json, out);
    rap_json_array_begin(&json);
    json_array_foreach(versions, index, version)
    {
        rap_json_string(&json, rap_str_of(text_of(version, "lang")));
    }
    rap_json_array_end(&json);
}

/* Blocks and notes apart. */
typedef struct {
    web_list blocks, notes;
} text_parts;

/* Within a text a quotation mark has a backslash before it: this is the member. */
static bool take_block(void *user, const char *json, size_t length)
{
    text_parts *parts = user;
    bool is_note =
        rap_str_find((rap_str){json, length}, RAP_STR("\"part\": \"footnote\""), 0) != SIZE_MAX;
    return web_list_take(is_note ? &parts->notes : &parts->blocks, json, length);
}

static void put_document(web_call *call, const json_t *versions, const json_t *chosen)
{
    static const char *const kinds[] = {"mandates", "activities", "figures"};
    rapporteur_error error = {0};
    const char *doc =
        rap_arena_copy(call->arena, text_of(chosen, "doc"), strlen(text_of(chosen, "doc")));
    const char *language = text_of(chosen, "lang");
    const rapporteur_filter filter = {.document = doc, .language = language};
    text_parts parts = {web_list_new(call, 0, 0), web_list_new(call, 0, 0)};
    web_list mentions = web_list_new(call, 0, 0), facts = web_list_new(call, 0, 0);
    web_list warnings = web_list_new(call, 0, 0);
    bool is_done = rapporteur_list(call->r, "blocks", &filter, take_block, &parts, &error) &&
                   rapporteur_mentions(call->r, doc, language, web_list_take, &mentions, &error) &&
                   rapporteur_list(call->r, "warnings", &filter, web_list_take, &warnings, &error);
    for (size_t i = 0; is_done && i < sizeof kinds / sizeof kinds[0]; i++) {
        is_done = rapporteur_list(call->r, kinds[i], &filter, web_list_take, &facts, &error);
    }
    if (!is_done) {
        web_failed(call, &error);
        return;
    }
    rap_buf out;
    rap_buf_init(&out, call->arena);
    char *document = json_dumps(chosen, JSON_COMPACT);
    rap_buf_format(&out, "{\"document\":%s,\"versions\":", document ? document : "null");
    free(document);
    put_languages(call, &out, versions);
    const struct {
        const char *name;
        const web_list *list;
    } members[] = {{"blocks", &parts.blocks},
                   {"notes", &parts.notes},
                   {"mentions", &mentions},
                   {"facts", &facts},
                   {"warnings", &warnings}};
    for (size_t i = 0; i < sizeof members / sizeof members[0]; i++) {
        rap_buf_format(&out, ",\"%s\":", members[i].name);
        web_list_put(members[i].list, &out);
    }
    rap_buf_put_byte(&out, '}');
    web_json(call, rap_buf_str(&out));
}

void web_get_document(web_call *call)
{
    rapporteur_error error = {0};
    const char *symbol = web_parameter(call, 0);
    const rapporteur_filter filter = {.document = symbol};
    json_t *versions = json_array();
    if (!rapporteur_list(call->r, "documents", &filter, collect, versions, &error)) {
        web_failed(call, &error);
    } else {
        const json_t *chosen = choose(call, versions, symbol);
        if (chosen) {
            put_document(call, versions, chosen);
        }
    }
    json_decref(versions);
}

/* -- side by side ------------------------------------------------------------------------------
 */

typedef struct {
    json_t *pairs, *findings;
} aligned;

static bool has_block(const json_t *pair, const char *side, const json_t *finding)
{
    const json_t *place = json_object_get(json_object_get(finding, side), "block"), *block;
    const json_t *blocks = json_object_get(pair, strcmp(side, "a") == 0 ? "first" : "second");
    size_t index;
    json_array_foreach(blocks, index, block)
    {
        if (json_is_integer(place) &&
            json_integer_value(json_object_get(block, "block")) == json_integer_value(place)) {
            return true;
        }
    }
    return false;
}

/* Findings go to the pair that they are about; those of no pair stand apart. */
static void place_finding(aligned *all, json_t *finding)
{
    json_t *pair;
    size_t index;
    json_array_foreach(all->pairs, index, pair)
    {
        if (has_block(pair, "a", finding) || has_block(pair, "b", finding)) {
            json_array_append(json_object_get(pair, "findings"), finding);
            return;
        }
    }
    json_array_append(all->findings, finding);
}

static json_t *side_of(const json_t *record, const char *side)
{
    json_t *blocks = json_object_get(json_object_get(record, side), "blocks");
    return blocks ? json_incref(blocks) : json_array();
}

static bool take_aligned(void *user, const char *json, size_t length)
{
    aligned *all = user;
    json_t *record = json_loadb(json, length, JSON_ALLOW_NUL, NULL);
    const char *kind = text_of(record, "record");
    if (strcmp(kind, "pair") == 0) {
        json_t *pair = json_pack(
            "{s:O,s:O,s:O,s:o,s:o,s:O,s:[]}", "part", json_object_get(record, "part"), "score",
            json_object_get(record, "score"), "moved", json_object_get(record, "moved"), "first",
            side_of(record, "a"), "second", side_of(record, "b"), "sentences",
            json_object_get(record, "sentences"), "findings");
        json_array_append_new(all->pairs, pair);
    } else if (strcmp(kind, "finding") == 0) {
        place_finding(all, record);
    }
    json_decref(record);
    return true;
}

/* What jansson wrote, in the answer. */
static void answer_with(web_call *call, const json_t *value)
{
    char *text = json_dumps(value, JSON_COMPACT);
    if (text) {
        web_json(call, rap_str_copy(call->arena, rap_str_of(text)));
    }
    free(text);
}

void web_get_aligned(web_call *call)
{
    rapporteur_error error = {0};
    const char *symbol = web_parameter(call, 0);
    const char *first = web_query(call, "first"), *second = web_query(call, "second");
    if (!first || !second) {
        rap_http_problem(call->request, call->answer, 400,
                         "name two languages: ?first=en&second=ar");
        return;
    }
    const rapporteur_compare_options options = {
        .first = rap_arena_format(call->arena, "%s-%s", symbol, first),
        .second = rap_arena_format(call->arena, "%s-%s", symbol, second),
        .pairs = true};
    aligned all = {json_array(), json_array()};
    if (rapporteur_compare(call->r, &options, take_aligned, &all, &error)) {
        json_t *answer = json_pack("{s:s,s:s,s:s,s:O,s:O}", "document", symbol, "first", first,
                                   "second", second, "pairs", all.pairs, "findings", all.findings);
        answer_with(call, answer);
        json_decref(answer);
    } else {
        web_failed(call, &error);
    }
    json_decref(all.pairs);
    json_decref(all.findings);
}

/* -- citations -----------------------------------------------------------------------------------
 */

typedef struct {
    const char *symbol;
    json_t *cites, *cited_by, *chain;
} network;

/* The entry of the list for a document, with the paragraph added. */
static void add_partner(json_t *list, const char *place)
{
    const char *mark = strrchr(place, '#');
    size_t length = mark ? (size_t)(mark - place) : strlen(place);
    json_t *entry, *found = NULL;
    size_t index;
    json_array_foreach(list, index, entry)
    {
        const char *doc = text_of(entry, "doc");
        if (strlen(doc) == length && strncmp(doc, place, length) == 0) {
            found = entry;
        }
    }
    if (!found) {
        found = json_pack("{s:s%,s:[]}", "doc", place, length, "paragraphs");
        json_array_append_new(list, found);
    }
    json_t *labels = json_object_get(found, "paragraphs"), *label;
    json_array_foreach(labels, index, label)
    {
        if (mark && strcmp(json_string_value(label), mark + 1) == 0) {
            return;
        }
    }
    if (mark && mark[1]) {
        json_array_append_new(labels, json_string(mark + 1));
    }
}

static bool take_link(void *user, const char *json, size_t length)
{
    network *net = user;
    json_t *link = json_loadb(json, length, JSON_ALLOW_NUL, NULL);
    const char *from = text_of(link, "from"), *to = text_of(link, "to");
    size_t own = strlen(net->symbol);
    bool is_ours = strncasecmp(from, net->symbol, own) == 0 && (!from[own] || from[own] == '#');
    /* The paragraph that makes the link is the citing one's in either case. */
    if (is_ours) {
        const char *mark = strrchr(from, '#');
        char place[1200];
        snprintf(place, sizeof place, "%.500s#%.500s", to, mark ? mark + 1 : "");
        add_partner(net->cites, place);
    } else {
        add_partner(net->cited_by, from);
    }
    json_decref(link);
    return true;
}

static bool take_chain(void *user, const char *symbol)
{
    json_array_append_new(user, json_string(symbol));
    return true;
}

void web_get_citations(web_call *call)
{
    rapporteur_error error = {0};
    network net = {web_parameter(call, 0), json_array(), json_array(), json_array()};
    const rapporteur_filter filter = {.document = net.symbol, .types = "cites"};
    if (rapporteur_list(call->r, "links", &filter, take_link, &net, &error) &&
        rapporteur_chain(call->r, net.symbol, take_chain, net.chain, &error)) {
        json_t *answer = json_pack("{s:s,s:O,s:O,s:O}", "doc", net.symbol, "cites", net.cites,
                                   "cited_by", net.cited_by, "chain", net.chain);
        answer_with(call, answer);
        json_decref(answer);
    } else {
        web_failed(call, &error);
    }
    json_decref(net.cites);
    json_decref(net.cited_by);
    json_decref(net.chain);
}
