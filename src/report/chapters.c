/* Chapters: the partner organization that a unit belongs to, or its theme. */
#include "facts.h"

#include <string.h>

/* 0: a regional or other organization outside the United Nations; 1: of the United Nations; 2: a
 * State or parliament; 3: nothing that a chapter could be about. */
static int tier(const rap_story *story, rap_str id)
{
    const rap_report_options *options = story->options;
    if (rap_str_starts(id, RAP_STR("Parliament of "))) {
        return 2;
    }
    rap_str kind = RAP_STR_NONE;
    if (options->entity_kind) {
        kind = options->entity_kind(options->user, id);
    } else if (rap_str_starts(id, RAP_STR("UN"))) {
        return 1;
    }
    if (rap_str_starts(kind, RAP_STR("un")) || rap_str_is(kind, "agency") ||
        rap_str_is(kind, "regional-commission")) {
        return 1;
    }
    if (rap_str_is(kind, "state") || rap_str_is(kind, "parliament")) {
        return 2;
    }
    return rap_str_is(kind, "group") || rap_str_is(kind, "person") ? 3 : 0;
}

static bool is_asked_for(const rap_story *story, rap_str id)
{
    const rap_strs *wanted = &story->options->filter.organizations;
    for (size_t i = 0; i < wanted->count; i++) {
        if (rap_str_equal(wanted->items[i], id)) {
            return true;
        }
    }
    return false;
}

/* How often each party stands in a source, and in one of its blocks. */
typedef struct {
    rap_map *counts; /* "entity|source" or "entity|source|block" to size_t */
} tally;

static size_t *count_of(const rap_story *story, const tally *counts, rap_str id,
                        const rap_origin_doc *source, int block)
{
    rap_str key =
        rap_str_of(rap_arena_format(story->arena, "%.*s|%.*s|%s|%d", RAP_STR_ARG(id),
                                    RAP_STR_ARG(source->work), rap_lang_code(source->lang), block));
    size_t *count = rap_map_find(counts->counts, key);
    if (!count) {
        count = RAP_NEW(story->arena, size_t);
        rap_map_set(counts->counts, key, count);
    }
    return count;
}

static tally take_tally(const rap_story *story)
{
    tally result = {rap_map_new(story->arena)};
    for (size_t i = 0; i < story->facts.count; i++) {
        const rap_told *fact = story->facts.items[i];
        for (size_t k = 0; k < fact->parties.count; k++) {
            ++*count_of(story, &result, fact->parties.items[k], fact->source, -1);
            ++*count_of(story, &result, fact->parties.items[k], fact->source, fact->block);
        }
    }
    return result;
}

/* The partner that a section's heading names: sections of cooperation reports are by partner. */
static rap_str named_in_heading(const rap_story *story, rap_map *known, const rap_unit *unit,
                                const rap_strs *everybody)
{
    if (!unit->heading.length) {
        return RAP_STR_NONE;
    }
    rap_str *found = rap_map_find(known, unit->heading);
    if (found) {
        return *found;
    }
    found = RAP_NEW(story->arena, rap_str);
    size_t longest = 0;
    rap_str heading = rap_words_fold(story->arena, unit->heading);
    for (size_t i = 0; i < everybody->count; i++) {
        rap_str id = everybody->items[i];
        rap_str name = rap_story_name_in(story, id, unit->lang);
        if (name.length <= longest || tier(story, id) || is_asked_for(story, id)) {
            continue;
        }
        name = rap_words_fold(story->arena, name);
        if (rap_str_find(heading, name, 0) != SIZE_MAX) {
            longest = name.length;
            *found = id;
        }
    }
    rap_map_set(known, unit->heading, found);
    return *found;
}

static rap_str partner(const rap_story *story, const tally *counts, const rap_unit *unit)
{
    rap_str best = RAP_STR_NONE;
    int best_tier = 3;
    size_t best_count = 0;
    for (size_t i = 0; i < unit->facts.count; i++) {
        const rap_strs *parties = &unit->facts.items[i]->parties;
        for (size_t k = 0; k < parties->count; k++) {
            rap_str id = parties->items[k];
            int level = tier(story, id);
            size_t count = *count_of(story, counts, id, unit->source, unit->block) * 1000 +
                           *count_of(story, counts, id, unit->source, -1);
            bool is_better = level < best_tier || (level == best_tier && count > best_count);
            if (level < 3 && is_better && !is_asked_for(story, id)) {
                best = id;
                best_tier = level;
                best_count = count;
            }
        }
    }
    return best;
}

static void by_organization(rap_story *story)
{
    tally counts = take_tally(story);
    rap_map *headings = rap_map_new(story->arena), *seen = rap_map_new(story->arena);
    rap_strs everybody = {NULL, 0, 0};
    for (size_t i = 0; i < story->facts.count; i++) {
        const rap_strs *parties = &story->facts.items[i]->parties;
        for (size_t k = 0; k < parties->count; k++) {
            if (!rap_map_find(seen, parties->items[k])) {
                rap_map_set(seen, parties->items[k], story);
                RAP_PUSH(story->arena, &everybody, parties->items[k]);
            }
        }
    }
    for (size_t i = 0; i < story->units.count; i++) {
        rap_unit *unit = story->units.items[i];
        unit->partner = named_in_heading(story, headings, unit, &everybody);
        if (!unit->partner.length) {
            unit->partner = partner(story, &counts, unit);
        }
        unit->chapter = unit->partner;
    }
}

static bool is_small(const rap_story *story, const rap_map *counts, const rap_unit *unit)
{
    rap_str kind = RAP_STR_NONE;
    if (story->options->entity_kind && unit->chapter.length) {
        kind = story->options->entity_kind(story->options->user, unit->chapter);
    }
    const size_t *count = rap_map_find(counts, unit->chapter);
    return count && *count < 2 && !rap_str_is(kind, "regional");
}

/* An organization that is told of once only shares the last chapter, where chapters are many; but
 * that chapter must not become the better part of the report. */
static void gather_small(rap_story *story)
{
    enum { MANY = 8, PART = 4 };
    rap_map *counts = rap_map_new(story->arena);
    size_t small = 0;
    for (size_t i = 0; i < story->units.count; i++) {
        size_t *count = rap_map_find(counts, story->units.items[i]->chapter);
        if (!count) {
            count = RAP_NEW(story->arena, size_t);
            rap_map_set(counts, story->units.items[i]->chapter, count);
        }
        ++*count;
    }
    for (size_t i = 0; i < story->units.count; i++) {
        small += is_small(story, counts, story->units.items[i]);
    }
    bool gathers = rap_map_count(counts) > MANY && small * PART <= story->units.count;
    for (size_t i = 0; i < story->units.count && gathers; i++) {
        rap_unit *unit = story->units.items[i];
        if (is_small(story, counts, unit)) {
            unit->chapter = RAP_STR_NONE;
        }
    }
}

/* -- themes ------------------------------------------------------------------------------------ */

/* A fact's first theme weighs most, the second less; from the third on they are told by the way. */
enum { FIRST_THEME = 3 };

rap_str rap_units_theme(const rap_story *story, rap_unit *const *units, size_t count)
{
    size_t best = SIZE_MAX;
    int most = 0, *weights = RAP_NEW_ARRAY(story->arena, int, rap_theme_count(story->themes));
    for (size_t u = 0; u < count; u++) {
        for (size_t f = 0; f < units[u]->facts.count; f++) {
            const rap_strs *themes = &units[u]->facts.items[f]->themes;
            for (size_t i = 0; i < themes->count && i < FIRST_THEME; i++) {
                const rap_theme *theme = rap_theme_find(story->themes, themes->items[i]);
                if (theme) {
                    weights[theme->place] += FIRST_THEME - (int)i;
                }
            }
        }
    }
    for (size_t i = 0; i < rap_theme_count(story->themes); i++) {
        if (weights[i] > most) {
            most = weights[i];
            best = i;
        }
    }
    return best == SIZE_MAX ? RAP_STR_NONE : rap_theme_at(story->themes, best)->id;
}

rap_str rap_story_area(const rap_story *story, rap_str theme)
{
    const rap_theme *area = rap_theme_area(story->themes, theme);
    return area ? area->id : RAP_STR_NONE;
}

rap_str rap_theme_name(const rap_story *story, rap_str id)
{
    const rap_theme *theme = rap_theme_find(story->themes, id);
    return theme ? theme->names[story->options->lang] : id;
}

static void by_theme(rap_story *story)
{
    for (size_t i = 0; i < story->units.count; i++) {
        rap_unit *unit = story->units.items[i];
        unit->theme = rap_units_theme(story, &unit, 1);
        /* "They also keep a list": what follows in the paragraph and says nothing of its own. */
        const rap_unit *before = i ? story->units.items[i - 1] : NULL;
        if (!unit->theme.length && before && before->source == unit->source && unit->block >= 0 &&
            before->block == unit->block) {
            unit->theme = before->theme;
        }
        unit->chapter = rap_story_area(story, unit->theme);
    }
}

void rap_story_chapters(rap_story *story)
{
    by_organization(story);
    if (story->options->order == RAP_BY_THEME) {
        by_theme(story);
    } else {
        gather_small(story);
    }
}
