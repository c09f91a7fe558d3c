#include "model/record.h"

#include "model/theme.h"

#include <math.h>

static void put_date(rap_json *json, const char *name, rap_date date)
{
    char text[11];
    rap_json_member(json, name, rap_str_of(rap_date_text(date, text)));
}

static void put_period(rap_json *json, rap_period period)
{
    rap_json_object_begin(json);
    put_date(json, "start", period.start);
    put_date(json, "end", period.end);
    rap_json_object_end(json);
}

void rap_record_document(rap_buf *out, const rap_version *version)
{
    const rap_cover *cover = &version->cover;
    rap_json json;
    rap_json_init(&json, out);
    rap_json_object_begin(&json);
    rap_json_member(&json, "record", RAP_STR("document"));
    rap_json_member(&json, "doc", version->doc);
    rap_json_member(&json, "lang", rap_str_of(rap_lang_code(version->lang)));
    rap_json_member(&json, "kind", cover->kind);
    rap_json_member(&json, "symbol", cover->symbol);
    rap_json_member(&json, "title", cover->title);
    rap_json_member(&json, "session", cover->session);
    rap_json_member_strings(&json, "agenda_items", &cover->agenda_items);
    put_date(&json, "adopted", cover->adopted);
    put_date(&json, "issued", cover->issued);
    rap_json_member(&json, "original",
                    cover->original ? rap_str_of(rap_lang_code(cover->original)) : RAP_STR_NONE);
    rap_json_name(&json, "period");
    if (cover->period.start.year) {
        put_period(&json, cover->period);
    } else {
        rap_json_null(&json);
    }
    rap_json_member_strings(&json, "cites", &version->cites);
    rap_json_object_end(&json);
}

static void put_notes(rap_json *json, const rap_block *block)
{
    rap_json_name(json, "note_refs");
    rap_json_array_begin(json);
    for (size_t i = 0; i < block->notes.count; i++) {
        rap_json_array_begin(json);
        rap_json_string(json, block->notes.items[i].mark);
        rap_json_integer(json, block->notes.items[i].at);
        rap_json_array_end(json);
    }
    rap_json_array_end(json);
}

/* [page, x0, y0, x1, y1] */
static void put_box(rap_json *json, const rap_box *box)
{
    const float places[] = {box->x0, box->y0, box->x1, box->y1};
    rap_json_array_begin(json);
    rap_json_integer(json, box->page);
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        rap_json_real(json, round((double)places[i] * 10) / 10);
    }
    rap_json_array_end(json);
}

static void put_origin(rap_json *json, const rap_origin *origin)
{
    rap_json_name(json, "origin");
    rap_json_object_begin(json);
    rap_json_name(json, "offset");
    rap_json_integer(json, (int64_t)origin->offset);
    rap_json_name(json, "length");
    rap_json_integer(json, origin->length);
    if (origin->line) {
        rap_json_name(json, "line");
        rap_json_integer(json, origin->line);
    }
    if (origin->page) {
        rap_json_name(json, "page");
        rap_json_integer(json, origin->page);
    }
    if (origin->path.length) {
        rap_json_member(json, "path", origin->path);
    }
    if (origin->boxes.count) {
        rap_json_name(json, "boxes");
        rap_json_array_begin(json);
        for (size_t i = 0; i < origin->boxes.count; i++) {
            put_box(json, &origin->boxes.items[i]);
        }
        rap_json_array_end(json);
    }
    rap_json_object_end(json);
}

void rap_record_block(rap_buf *out, const rap_version *version, const rap_block *block,
                      size_t index)
{
    rap_json json;
    rap_json_init(&json, out);
    rap_json_object_begin(&json);
    rap_json_member(&json, "record", RAP_STR("block"));
    rap_json_member(&json, "doc", version->doc);
    rap_json_member(&json, "lang", rap_str_of(rap_lang_code(version->lang)));
    rap_json_name(&json, "index");
    rap_json_integer(&json, (int64_t)index);
    rap_json_member(&json, "part", rap_str_of(rap_part_name(block->part)));
    rap_json_member(&json, "number", block->number);
    rap_json_member(&json, "label", block->label);
    rap_json_name(&json, "level");
    rap_json_integer(&json, block->level);
    rap_json_name(&json, "parent");
    if (block->parent >= 0) {
        rap_json_integer(&json, block->parent);
    } else {
        rap_json_null(&json);
    }
    rap_json_name(&json, "text");
    rap_json_string(&json, block->text);
    rap_json_member(&json, "verb", rap_block_slice(block, block->lead));
    put_notes(&json, block);
    put_origin(&json, &block->origin);
    rap_json_object_end(&json);
}

/* Where the fact was read: block and span, rule and confidence. */
static void put_evidence(rap_json *json, rap_evidence evidence, rap_str rule, double confidence)
{
    rap_json_name(json, "evidence");
    rap_json_object_begin(json);
    rap_json_name(json, "block");
    rap_json_integer(json, evidence.block);
    rap_json_name(json, "start");
    rap_json_integer(json, evidence.span.start);
    rap_json_name(json, "end");
    rap_json_integer(json, evidence.span.end);
    rap_json_object_end(json);
    rap_json_member(json, "rule", rule);
    rap_json_name(json, "confidence");
    rap_json_real(json, confidence);
}

static void put_span(rap_json *json, rap_span span)
{
    rap_json_object_begin(json);
    rap_json_name(json, "start");
    rap_json_integer(json, span.start);
    rap_json_name(json, "end");
    rap_json_integer(json, span.end);
    rap_json_object_end(json);
}

void rap_record_goals(rap_json *json, uint32_t goals)
{
    rap_json_name(json, "goals");
    rap_json_array_begin(json);
    for (int n = 1; n <= RAP_GOAL_COUNT; n++) {
        if (goals & RAP_GOAL_BIT(n)) {
            rap_json_integer(json, n);
        }
    }
    rap_json_array_end(json);
}

static void put_themes(rap_json *json, const rap_strs *themes, uint32_t goals)
{
    rap_json_member_strings(json, "themes", themes);
    rap_record_goals(json, goals);
}

static void put_act(rap_json *json, const rap_block *block, const rap_act *act)
{
    rap_json_object_begin(json);
    rap_json_member(json, "verb", act->verb);
    rap_json_member(json, "sense", act->sense);
    rap_json_member(json, "force", rap_str_of(rap_force_name(act->force)));
    rap_json_member_strings(json, "addressees", &act->addressees);
    rap_json_member(json, "asks", act->asks);
    rap_json_member(json, "quote", rap_block_slice(block, act->span));
    rap_json_object_end(json);
}

rap_str rap_record_activity_name(rap_arena *arena, rap_str doc, rap_lang lang, rap_str para,
                                 uint32_t block, uint32_t start)
{
    rap_str tail = rap_str_of(rap_arena_format(arena, "-%s", rap_lang_code(lang)));
    bool has_tail = rap_str_ends(doc, tail);
    return rap_str_of(rap_arena_format(arena, "%.*s%.*s#%.*s@%u:%u", RAP_STR_ARG(doc),
                                       has_tail ? 0 : (int)tail.length, tail.data,
                                       RAP_STR_ARG(para), block, start));
}

rap_str rap_record_fact_id(rap_arena *arena, rap_str doc, rap_lang lang, rap_str para,
                           rap_evidence evidence, rap_fact_kind kind)
{
    rap_str name =
        rap_record_activity_name(arena, doc, lang, para, evidence.block, evidence.span.start);
    return rap_str_of(
        rap_arena_format(arena, "%.*s:%s", RAP_STR_ARG(name), rap_fact_kind_name(kind)));
}

static void put_id(rap_json *json, const rap_version *version, rap_str para, rap_evidence evidence,
                   rap_fact_kind kind)
{
    rap_json_member(json, "id",
                    rap_record_fact_id(json->out->arena, version->doc_lang, version->lang, para,
                                       evidence, kind));
    rap_json_member(json, "doc", version->doc_lang);
    rap_json_member(json, "para", para);
}

void rap_record_mandate(rap_buf *out, const rap_version *version, const rap_block *block,
                        const rap_mandate *mandate)
{
    rap_json json;
    rap_json_init(&json, out);
    rap_json_object_begin(&json);
    put_id(&json, version, mandate->para, mandate->evidence, RAP_FACT_MANDATE);
    rap_json_member(&json, "verb", mandate->verb);
    rap_json_member(&json, "sense", mandate->sense);
    rap_json_member(&json, "force", rap_str_of(rap_force_name(mandate->force)));
    rap_json_member_strings(&json, "addressees", &mandate->addressees);
    rap_json_member(&json, "asks", mandate->asks);
    rap_json_name(&json, "timing");
    if (mandate->timing_kind.length) {
        rap_json_object_begin(&json);
        rap_json_member(&json, "kind", mandate->timing_kind);
        rap_json_member(&json, "value", mandate->timing_value);
        rap_json_object_end(&json);
    } else {
        rap_json_null(&json);
    }
    rap_json_member_strings(&json, "due", &mandate->due);
    rap_json_member_strings(&json, "cites", &mandate->cites);
    rap_json_member(&json, "lang", rap_str_of(rap_lang_code(version->lang)));
    rap_json_member(&json, "quote", rap_block_slice(block, mandate->evidence.span));
    rap_json_name(&json, "acts");
    rap_json_array_begin(&json);
    for (size_t i = 0; i < mandate->acts.count; i++) {
        put_act(&json, block, &mandate->acts.items[i]);
    }
    rap_json_array_end(&json);
    put_themes(&json, &mandate->themes, mandate->goals);
    put_evidence(&json, mandate->evidence, mandate->rule, mandate->confidence);
    rap_json_object_end(&json);
}

static void put_agreement(rap_json *json, const rap_agreement *agreement)
{
    rap_json_name(json, "agreement");
    rap_json_object_begin(json);
    rap_json_member(json, "kind", agreement->kind);
    put_date(json, "valid_from", agreement->valid_from);
    put_date(json, "valid_to", agreement->valid_to);
    rap_json_member(json, "action", agreement->action);
    rap_json_object_end(json);
}

/* The parties that have one of the roles, from the `skip`-th on. */
static void put_parties_of(rap_json *json, const char *name, const rap_activity *activity,
                           const char *const *roles, size_t skip)
{
    rap_json_name(json, name);
    rap_json_array_begin(json);
    for (size_t i = 0; i < activity->parties.count; i++) {
        const rap_party *party = &activity->parties.items[i];
        for (const char *const *role = roles; *role; role++) {
            if (rap_str_is(party->role, *role) && (skip == 0 || skip-- == 0)) {
                rap_json_string(json, party->entity);
            }
        }
    }
    rap_json_array_end(json);
}

/* Whole numbers as such; else at most six digits tell what a text says. */
static void put_value(rap_json *json, double value)
{
    static const double most = 9e15;
    rap_json_name(json, "value");
    if (value >= 0 && value < most && value == (double)(int64_t)value) {
        rap_json_integer(json, (int64_t)value);
    } else {
        rap_json_real(json, value);
    }
}

static void put_publication(rap_json *json, const rap_block *block, const rap_activity *activity)
{
    static const char *const publishers[] = {"publisher", NULL};
    const rap_publication *publication = activity->publication;
    rap_json_name(json, "publication");
    rap_json_object_begin(json);
    rap_json_member(json, "title", rap_block_slice(block, publication->title));
    rap_json_member(json, "kind", publication->kind);
    rap_json_member_strings(json, "languages", &publication->languages);
    put_parties_of(json, "with", activity, publishers, 1);
    rap_json_object_end(json);
}

static void put_pledge(rap_json *json, const rap_block *block, const rap_activity *activity)
{
    static const char *const who[] = {"provider", NULL}, *const to[] = {"recipient", NULL};
    const rap_pledge *pledge = activity->pledge;
    rap_json_name(json, "pledge");
    rap_json_object_begin(json);
    put_parties_of(json, "who", activity, who, 0);
    rap_json_member(json, "what", rap_block_slice(block, pledge->what));
    rap_json_name(json, "what_span");
    put_span(json, pledge->what);
    put_parties_of(json, "to", activity, to, 0);
    rap_json_name(json, "amounts");
    rap_json_array_begin(json);
    for (size_t i = 0; i < pledge->sums.count; i++) {
        rap_json_object_begin(json);
        put_value(json, pledge->sums.items[i].value);
        rap_json_member(json, "currency", pledge->sums.items[i].currency);
        rap_json_member(json, "bound", rap_str_of(rap_bound_name(pledge->sums.items[i].bound)));
        rap_json_object_end(json);
    }
    rap_json_array_end(json);
    rap_json_name(json, "due");
    if (pledge->due.start.year || pledge->due.end.year) {
        put_period(json, pledge->due);
    } else {
        rap_json_null(json);
    }
    rap_json_member(json, "status", pledge->status);
    rap_json_object_end(json);
}

static void put_parties(rap_json *json, const rap_activity *activity)
{
    rap_json_name(json, "parties");
    rap_json_array_begin(json);
    for (size_t i = 0; i < activity->parties.count; i++) {
        rap_json_string(json, activity->parties.items[i].entity);
    }
    rap_json_array_end(json);
    rap_json_name(json, "roles");
    rap_json_object_begin(json);
    for (size_t i = 0; i < activity->parties.count; i++) {
        const rap_party *party = &activity->parties.items[i];
        if (party->role.length) {
            rap_json_name(json, rap_str_c(json->out->arena, party->entity));
            rap_json_string(json, party->role);
        }
    }
    rap_json_object_end(json);
}

void rap_record_activity(rap_buf *out, const rap_version *version, const rap_activity *activity)
{
    const rap_block *block = &version->blocks.items[activity->quote.block];
    rap_json json;
    rap_json_init(&json, out);
    rap_json_object_begin(&json);
    put_id(&json, version, activity->para, activity->quote, RAP_FACT_ACTIVITY);
    rap_json_member(&json, "quote", rap_block_slice(block, activity->quote.span));
    rap_json_member(&json, "type", activity->type);
    put_parties(&json, activity);
    rap_json_name(&json, "dates");
    rap_json_array_begin(&json);
    for (size_t i = 0; i < activity->dates.count; i++) {
        put_period(&json, activity->dates.items[i]);
    }
    rap_json_array_end(&json);
    rap_json_member_strings(&json, "places", &activity->places);
    rap_json_member(&json, "status", rap_str_of(rap_status_name(activity->status)));
    if (activity->agreement) {
        put_agreement(&json, activity->agreement);
    }
    if (activity->publication) {
        put_publication(&json, block, activity);
    }
    if (activity->pledge) {
        put_pledge(&json, block, activity);
    }
    rap_json_member(&json, "subject", rap_block_slice(block, activity->subject));
    rap_json_name(&json, "subject_span");
    if (activity->subject.end > activity->subject.start) {
        put_span(&json, activity->subject);
    } else {
        rap_json_null(&json);
    }
    put_themes(&json, &activity->themes, activity->goals);
    rap_json_member(&json, "lang", rap_str_of(rap_lang_code(version->lang)));
    put_evidence(&json, activity->quote, activity->rule, activity->confidence);
    rap_json_object_end(&json);
}

void rap_record_agreement(rap_buf *out, const rap_version *version, const rap_activity *activity)
{
    rap_record_activity(out, version, activity);
}

void rap_record_figure(rap_buf *out, const rap_version *version, const rap_figure_fact *figure)
{
    const rap_block *block = &version->blocks.items[figure->quote.block];
    rap_json json;
    rap_json_init(&json, out);
    rap_json_object_begin(&json);
    put_id(&json, version, figure->para, figure->quote, RAP_FACT_FIGURE);
    rap_json_member(&json, "quote", rap_block_slice(block, figure->quote.span));
    put_value(&json, figure->value);
    rap_json_member(&json, "bound", rap_str_of(rap_bound_name(figure->bound)));
    rap_json_member(&json, "unit", figure->unit);
    rap_json_member(&json, "counted", rap_block_slice(block, figure->counted));
    rap_json_name(&json, "period");
    if (figure->period.start.year || figure->period.end.year) {
        put_period(&json, figure->period);
    } else {
        rap_json_null(&json);
    }
    rap_str activity = RAP_STR_NONE, type = RAP_STR_NONE;
    if (figure->activity >= 0) {
        const rap_activity *told = &version->activities.items[figure->activity];
        activity = rap_block_slice(block, told->quote.span);
        type = told->type;
    }
    rap_json_member(&json, "activity", activity);
    rap_json_member(&json, "activity_type", type);
    rap_json_member(&json, "lang", rap_str_of(rap_lang_code(version->lang)));
    put_evidence(&json, figure->quote, figure->rule, figure->confidence);
    rap_json_object_end(&json);
}
