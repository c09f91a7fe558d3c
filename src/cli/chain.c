/* The chain of resolutions of one item over the years: by their titles where they are in the
 * register, else by what a resolution recalls. */
#include "cli.h"

#include <stdlib.h>
#include <string.h>

/* One language version of a resolution in the register. */
typedef struct {
    const char *doc, *lang;
    rap_str title;  /* small letters, words parted by one space, without figures */
    rap_str series; /* "A/RES/" */
    int session;
} titled;

typedef RAP_VEC(titled) titled_list;

typedef struct {
    cli *run;
    titled_list documents;
    rapporteur_error *error;
} finder;

/* Words that two titles must share, of all that they have: 77/262 and 76/245 differ in a year. */
#define ALIKE 0.6

static rap_str title_key(cli *run, const char *title)
{
    rap_buf key;
    rap_buf_init(&key, run->arena);
    bool word = false;
    for (; *title; title++) {
        unsigned char c = (unsigned char)*title;
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c >= 0x80;
        if (letter) {
            rap_buf_put_byte(&key, (char)(c >= 'A' && c <= 'Z' ? c + 'a' - 'A' : c));
        } else if (word) {
            rap_buf_put_byte(&key, ' ');
        }
        word = letter;
    }
    return rap_str_trim(rap_buf_str(&key));
}

/* "A/RES/" and 77 of "A/RES/77/284 B"; false where a symbol is of another form. */
static bool read_symbol(const char *symbol, rap_str *ret_series, int *ret_session)
{
    rap_str text = rap_str_of(symbol);
    size_t at = rap_str_find(text, RAP_STR("/RES/"), 0);
    if (at == SIZE_MAX) {
        return false;
    }
    at += 5;
    size_t stroke = rap_str_find(text, RAP_STR("/"), at);
    *ret_series = rap_str_slice(text, 0, at);
    return stroke != SIZE_MAX && rap_str_number(rap_str_slice(text, at, stroke), ret_session);
}

static bool load_documents(finder *find)
{
    cli *run = find->run;
    rapporteur_filter filter = {0};
    cli_records records = {0};
    if (!cli_collect(run, "documents", &filter, &records, find->error)) {
        return false;
    }
    for (size_t i = 0; i < records.count; i++) {
        const json_t *json = records.items[i].json;
        titled t = {.doc = cli_member(run, json, "doc"), .lang = cli_member(run, json, "lang")};
        t.title = title_key(run, cli_member(run, json, "title"));
        if (read_symbol(t.doc, &t.series, &t.session)) {
            RAP_PUSH(run->arena, &find->documents, t);
        }
    }
    return true;
}

static bool has_word(rap_str text, rap_str wanted)
{
    rap_str word;
    while (text.length && rap_str_split(&text, ' ', &word)) {
        if (rap_str_equal(word, wanted)) {
            return true;
        }
    }
    return false;
}

/* The share of words that two titles have in common. */
static double likeness(rap_str a, rap_str b)
{
    size_t in_a = 0, in_b = 0, shared = 0;
    rap_str word, rest = a;
    while (rest.length && rap_str_split(&rest, ' ', &word)) {
        in_a++;
        shared += has_word(b, word);
    }
    rest = b;
    while (rest.length && rap_str_split(&rest, ' ', &word)) {
        in_b++;
    }
    return in_a + in_b ? 2.0 * (double)shared / (double)(in_a + in_b) : 0;
}

/* The document of the nearest earlier or later session whose title is that of `doc` in the same
 * language. */
static const char *by_title(const finder *find, const char *doc, bool is_older)
{
    const titled *best = NULL;
    for (size_t i = 0; i < find->documents.count; i++) {
        const titled *own = &find->documents.items[i];
        if (strcmp(own->doc, doc) != 0 || !own->title.length) {
            continue;
        }
        for (size_t k = 0; k < find->documents.count; k++) {
            const titled *other = &find->documents.items[k];
            bool is_before = other->session < own->session;
            bool nearer = !best || (is_older ? other->session > best->session
                                             : other->session < best->session);
            if (other->session != own->session && is_before == is_older && nearer &&
                strcmp(other->lang, own->lang) == 0 && rap_str_equal(other->series, own->series) &&
                rap_str_equal(other->title, own->title)) {
                best = other;
            }
        }
    }
    return best ? best->doc : NULL;
}

/* Whether the titles of two documents speak against a renewal: both are in the register in one
 * language, and too few words of their titles are the same. */
static bool titles_differ(const finder *find, const char *a, const char *b)
{
    bool compared = false;
    for (size_t i = 0; i < find->documents.count; i++) {
        const titled *one = &find->documents.items[i];
        for (size_t k = 0; strcmp(one->doc, a) == 0 && k < find->documents.count; k++) {
            const titled *other = &find->documents.items[k];
            if (strcmp(other->doc, b) == 0 && strcmp(one->lang, other->lang) == 0) {
                if (likeness(one->title, other->title) >= ALIKE) {
                    return false;
                }
                compared = true;
            }
        }
    }
    return compared;
}

/* The surest renewal that a resolution's own words tell, in one direction. */
static const char *by_link(const finder *find, const char *doc, bool is_older)
{
    cli *run = find->run;
    rapporteur_filter filter = {.document = doc, .types = "renews"};
    cli_records links = {0};
    const char *best = NULL;
    double best_score = 0;
    if (!cli_collect(run, "links", &filter, &links, find->error)) {
        return NULL;
    }
    for (size_t i = 0; i < links.count; i++) {
        const json_t *link = links.items[i].json;
        const char *here = cli_member(run, link, is_older ? "from" : "to");
        const char *there = cli_member(run, link, is_older ? "to" : "from");
        double score = json_number_value(json_object_get(link, "score"));
        if (strcmp(here, doc) == 0 && score > best_score && !titles_differ(find, doc, there)) {
            best = there;
            best_score = score;
        }
    }
    return best;
}

static bool is_in(const rap_strs *chain, const char *doc)
{
    for (size_t i = 0; i < chain->count; i++) {
        if (rap_str_is(chain->items[i], doc)) {
            return true;
        }
    }
    return false;
}

static void follow(const finder *find, const char *doc, bool is_older, rap_strs *chain)
{
    for (;;) {
        const char *next = by_title(find, doc, is_older);
        next = next ? next : by_link(find, doc, is_older);
        if (!next || is_in(chain, next)) {
            return;
        }
        RAP_PUSH(find->run->arena, chain, rap_str_of(next));
        doc = next;
    }
}

bool cli_chain(cli *run, const char *symbol, rap_strs *ret_chain, rapporteur_error *error)
{
    finder find = {.run = run, .error = error};
    *ret_chain = (rap_strs){0};
    if (!load_documents(&find)) {
        return false;
    }
    RAP_PUSH(run->arena, ret_chain, rap_str_of(symbol));
    follow(&find, symbol, true, ret_chain);
    for (size_t i = 0; i < ret_chain->count / 2; i++) {
        rap_str kept = ret_chain->items[i];
        ret_chain->items[i] = ret_chain->items[ret_chain->count - 1 - i];
        ret_chain->items[ret_chain->count - 1 - i] = kept;
    }
    follow(&find, symbol, false, ret_chain);
    return !error->code;
}
