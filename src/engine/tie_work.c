/* Decisions about all versions of a work, and what they say of others. */
#include "tie.h"

#include "member.h"

#include <stdlib.h>
#include <string.h>

/* -- versions ---------------------------------------------------------------------------------- */

typedef struct {
    rap_arena *arena;
    rap_engine_versions list;
} gathering;

static bool gather(void *user, const rap_register_version *version)
{
    gathering *all = user;
    rap_engine_version known = {.id = version->id,
                                .order = version->order,
                                .doc = rap_str_copy(all->arena, version->doc),
                                .doc_lang = rap_str_copy(all->arena, version->doc_lang),
                                .lang = rap_lang_of_code(version->lang)};
    RAP_PUSH(all->arena, &all->list, known);
    return true;
}

typedef struct {
    rap_str doc;
    size_t count;
} counting;

static bool count_untied(void *user, const rap_register_decision *row)
{
    counting *untied = user;
    untied->count += !row->is_tied && rap_str_equal(row->doc, untied->doc);
    return true;
}

bool rap_engine_tie(rapporteur *r, rap_arena *arena, rap_str doc, size_t *ret_untied,
                    rap_error *error)
{
    gathering all = {.arena = arena};
    rap_register_decisions about = {.doc = doc};
    counting untied = {doc, 0};
    *ret_untied = 0;
    if (!rap_register_version_list(r->reg, doc, 0, gather, &all, error)) {
        return false;
    }
    for (size_t i = 0; i < all.list.count; i++) {
        rap_ties ties;
        if (!rap_ties_read(r, arena, &all.list.items[i], false, &ties, error)) {
            return false;
        }
        ties.is_anew = true;
        if (ties.decisions.count && !rap_ties_write(&ties, error)) {
            return false;
        }
    }
    if (!rap_register_decision_list(r->reg, &about, count_untied, &untied, error)) {
        return false;
    }
    *ret_untied = all.list.count ? untied.count : 0;
    return true;
}

/* "IPU-202-ar#1@6:0" -> "IPU-202", Arabic */
static bool name_of(rap_str id, rap_str *ret_doc, rap_lang *ret_lang)
{
    rap_str name = rap_str_slice(id, 0, rap_str_find(id, RAP_STR("#"), 0));
    size_t tail = 3;
    if (name.length == id.length || name.length <= tail || name.data[name.length - tail] != '-') {
        return false;
    }
    *ret_lang = rap_lang_of_code(rap_str_slice(name, name.length - tail + 1, name.length));
    *ret_doc = rap_str_slice(name, 0, name.length - tail);
    return *ret_lang != RAP_LANG_NONE;
}

bool rap_engine_version_of_fact(rapporteur *r, rap_arena *arena, rap_str id,
                                rap_engine_version *ret_version, rap_error *error)
{
    rap_engine_versions versions;
    rap_str doc;
    rap_lang lang;
    if (!name_of(id, &doc, &lang)) {
        return rap_error_set(error, RAP_ERROR_USAGE, -1,
                             "\"%.*s\" is no fact's id; records have one as \"id\", such as "
                             "A/78/1-en#4@9:0:activity",
                             RAP_STR_ARG(rap_str_slice(id, 0, 120)));
    }
    /* A document may be called "notes-en" itself, which its facts' ids say once. */
    const rap_str names[] = {doc, rap_str_slice(id, 0, doc.length + 3)};
    for (size_t n = 0; n < sizeof names / sizeof names[0]; n++) {
        if (!rap_engine_works(r, arena, names[n], &versions, error)) {
            return false;
        }
        for (size_t i = 0; i < versions.count; i++) {
            if (versions.items[i].lang == lang) {
                *ret_version = versions.items[i];
                return true;
            }
        }
    }
    return rap_error_set(error, RAP_ERROR_MISSING, -1, "the register has no %.*s in that language",
                         RAP_STR_ARG(rap_str_slice(doc, 0, 120)));
}

/* -- the same, as people said ------------------------------------------------------------------ */

typedef struct {
    rapporteur *r;
    rap_arena *arena;
    RAP_VEC(rap_ties *) known; /* read already */
    rap_error *error;
} workshop;

/* The ties of the version in which the subject was read; *ret_ties NULL where there is none. */
static bool ties_of(workshop *w, const json_t *subject, rap_ties **ret_ties)
{
    rap_engine_versions versions;
    rap_str doc = rap_member_text(w->arena, subject, "doc");
    rap_lang lang = rap_lang_of_code(rap_member_text(w->arena, subject, "lang"));
    *ret_ties = NULL;
    for (size_t i = 0; i < w->known.count; i++) {
        if (w->known.items[i]->lang == lang && rap_str_equal(w->known.items[i]->doc, doc)) {
            *ret_ties = w->known.items[i];
            return true;
        }
    }
    if (!rap_engine_works(w->r, w->arena, doc, &versions, w->error)) {
        return false;
    }
    for (size_t i = 0; i < versions.count; i++) {
        if (versions.items[i].lang == lang) {
            *ret_ties = RAP_NEW(w->arena, rap_ties);
            RAP_PUSH(w->arena, &w->known, *ret_ties);
            return rap_ties_read(w->r, w->arena, &versions.items[i], false, *ret_ties, w->error);
        }
    }
    return true;
}

static const rap_fact *fact_in(const rap_ties *ties, rap_str uid, bool is_other)
{
    for (size_t i = 0; ties && i < ties->decisions.count; i++) {
        const rap_decided *decision = ties->decisions.items[i];
        if (rap_str_equal(decision->row.uid, uid)) {
            const rap_fact *fact = is_other ? decision->with : decision->fact;
            return fact && !fact->is_gone && fact->kind == RAP_FACT_ACTIVITY ? fact : NULL;
        }
    }
    return NULL;
}

/* What links call it: the id without its kind. */
static rap_str link_name(const rap_fact *fact)
{
    return rap_str_slice(fact->id, 0, fact->id.length - strlen(rap_fact_kind_name(fact->kind)) - 1);
}

/* The name of the version as links have it, with the language at its end. */
static rap_str version_name(rap_str name)
{
    return rap_str_slice(name, 0, rap_str_find(name, RAP_STR("#"), 0));
}

static bool say(workshop *w, const rap_decided *decision, rap_saids *said)
{
    rap_ties *mine, *others;
    if (!ties_of(w, decision->subject, &mine) || !ties_of(w, decision->other, &others)) {
        return false;
    }
    if (!mine || !others) {
        return true;
    }
    const rap_fact *a = fact_in(mine, decision->row.uid, false);
    const rap_fact *b = fact_in(others, decision->row.uid, true);
    if (!a || !b || a == b) {
        return true;
    }
    rap_said one = {.from = link_name(a),
                    .to = link_name(b),
                    .doc = mine->doc,
                    .doc_lang = version_name(a->id),
                    .person = decision->row.person,
                    .lang = mine->lang,
                    .is_same = decision->verdict == RAP_VERDICT_MERGED};
    RAP_PUSH(w->arena, said, one);
    return true;
}

typedef struct {
    rap_arena *arena;
    rap_decideds all;
} log_lines;

static bool take_line(void *user, const rap_register_decision *row)
{
    log_lines *lines = user;
    rap_decided *one = rap_decided_of(lines->arena, row);
    if (one) {
        RAP_PUSH(lines->arena, &lines->all, one);
    }
    return true;
}

static bool is_undone(const rap_decideds *all, const rap_decided *decision)
{
    for (size_t i = 0; i < all->count; i++) {
        if (rap_str_equal(all->items[i]->undoes, decision->row.uid)) {
            return true;
        }
    }
    return false;
}

bool rap_engine_said_same(rapporteur *r, rap_arena *arena, rap_str doc, rap_saids *ret_said,
                          rap_error *error)
{
    log_lines lines = {.arena = arena};
    workshop w = {.r = r, .arena = arena, .error = error};
    rap_register_decisions about = {.doc = doc};
    *ret_said = (rap_saids){0};
    if (!rap_register_decision_list(r->reg, &about, take_line, &lines, error)) {
        return false;
    }
    for (size_t i = 0; i < lines.all.count; i++) {
        const rap_decided *decision = lines.all.items[i];
        bool is_wanted =
            decision->other && !decision->parts &&
            (decision->verdict == RAP_VERDICT_MERGED || decision->verdict == RAP_VERDICT_SPLIT);
        if (is_wanted && !is_undone(&lines.all, decision) && !say(&w, decision, ret_said)) {
            return false;
        }
    }
    return true;
}
