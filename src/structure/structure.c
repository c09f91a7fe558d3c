/* Sources to versions: languages apart, resolutions of a volume apart, then the parts of each. */
#include "build.h"

#include <string.h>

/* Fewer lead phrases than that do not make a text without a formula a resolution. */
#define LEADS_OF_A_RESOLUTION 4
#define PAGE_BYTES 3000 /* of text, in any script */

/* A block of its own: what structure changes must not change the source. */
static rap_block copy_block(rap_arena *arena, const rap_block *block)
{
    rap_block copy = *block;
    copy.notes.items = NULL;
    copy.notes.count = copy.notes.capacity = 0;
    copy.blanks.items = NULL;
    copy.blanks.count = copy.blanks.capacity = 0;
    copy.origin.seams.items = NULL;
    copy.origin.seams.count = copy.origin.seams.capacity = 0;
    for (size_t i = 0; i < block->notes.count; i++) {
        RAP_PUSH(arena, &copy.notes, block->notes.items[i]);
    }
    for (size_t i = 0; i < block->blanks.count; i++) {
        RAP_PUSH(arena, &copy.blanks, block->blanks.items[i]);
    }
    for (size_t i = 0; i < block->origin.seams.count; i++) {
        RAP_PUSH(arena, &copy.origin.seams, block->origin.seams.items[i]);
    }
    return copy;
}

static int32_t mapped(const int32_t *map, int32_t index)
{
    return index >= 0 ? map[index] : -1;
}

/* The blocks of the source with these indexes; references to others are cut. */
static void take_blocks(rap_version *version, const rap_source *source, const int32_t *indexes,
                        size_t count)
{
    rap_arena *arena = version->arena;
    int32_t *map = RAP_NEW_ARRAY(arena, int32_t, source->blocks.count + 1);
    for (size_t i = 0; i < source->blocks.count; i++) {
        map[i] = -1;
    }
    for (size_t i = 0; i < count; i++) {
        map[indexes[i]] = (int32_t)i;
    }
    for (size_t i = 0; i < count; i++) {
        rap_block block = copy_block(arena, &source->blocks.items[indexes[i]]);
        block.parent = mapped(map, block.parent);
        for (size_t n = 0; n < block.notes.count; n++) {
            block.notes.items[n].block = mapped(map, block.notes.items[n].block);
        }
        RAP_PUSH(arena, &version->blocks, block);
    }
    for (size_t i = 0; i < source->warnings.count; i++) {
        rap_warning warning = source->warnings.items[i];
        bool mine = warning.block < 0 || map[warning.block] >= 0;
        warning.block = mapped(map, warning.block);
        if (mine) {
            RAP_PUSH(arena, &version->warnings, warning);
        }
    }
}

/* -- kinds
 * ---------------------------------------------------------------------------------------------- */

/* Whether a paragraph opens as one of a resolution does. */
static bool opens_paragraph(const builder *b, rap_str text)
{
    block_label label = rap_label_read(b->arena, text, 0);
    text = rap_str_slice(text, label.length, text.length);
    rap_lead lead = rap_structure_lead(b->rules, b->version->lang, text);
    folded_text folded = rap_structure_fold(b->arena, text, 60);
    size_t end;
    return lead.span.end > lead.span.start || rap_cover_formula(b->cover, &folded, true, &end);
}

/* What follows the formula in its own block, its comma or colon off; whether one stood there. */
static bool behind_formula(rap_str text, size_t at, rap_str *ret_rest)
{
    static const char *const marks[] = {",", ":", "\xD8\x8C", "\xEF\xBC\x8C", "\xEF\xBC\x9A"};
    rap_str rest = rap_str_slice(text, at, text.length);
    bool mark = false;
    for (size_t i = 0; i < sizeof marks / sizeof *marks && !mark; i++) {
        mark = rap_str_starts(rest, rap_str_of(marks[i]));
        rest = mark ? rap_str_slice(rest, strlen(marks[i]), rest.length) : rest;
    }
    *ret_rest = rap_str_trim(rest);
    return mark;
}

/* The first block that is a formula and has a paragraph with a lead phrase in it or soon behind.
 * The organ's name alone, as covers have it too, is one only right before such a paragraph. */
static int32_t find_formula(const builder *b)
{
    const rap_blocks *blocks = &b->version->blocks;
    int32_t bare = -1;
    for (size_t i = 0; i < blocks->count && i < 400; i++) {
        const rap_block *block = &blocks->items[i];
        folded_text text = rap_structure_fold(b->arena, block->text, 200);
        size_t end;
        rap_str rest;
        if (rap_speaker_opens(b, (int32_t)i, &end)) {
            return bare >= 0 ? bare : (int32_t)i;
        }
        if (rap_block_is_note(block) || !rap_cover_formula(b->cover, &text, false, &end)) {
            continue;
        }
        bool mark = behind_formula(block->text, text.at[end], &rest);
        if (mark && rest.length > 20 && opens_paragraph(b, rest)) {
            return (int32_t)i;
        }
        size_t reach = mark ? 6 : 2;
        for (size_t k = i + 1; rest.length <= 3 && k < blocks->count && k < i + reach; k++) {
            reach += rap_block_is_note(&blocks->items[k]);
            if (!opens_paragraph(b, blocks->items[k].text)) {
                continue;
            }
            if (mark) {
                return (int32_t)i;
            }
            bare = bare < 0 ? (int32_t)i : bare;
        }
    }
    return bare;
}

/* A resolution whose beginning is lost: paragraph after paragraph opens with a lead phrase. */
static bool is_headless_resolution(const builder *b)
{
    const rap_blocks *blocks = &b->version->blocks;
    size_t leads = 0, others = 0;
    for (size_t i = 0; i < blocks->count && i < 60; i++) {
        const rap_block *block = &blocks->items[i];
        if (rap_block_is_note(block) || block->text.length < 60) {
            continue;
        }
        block_label label = rap_label_of(b->arena, block, 0);
        rap_lead lead =
            rap_structure_lead(b->rules, b->version->lang,
                               rap_str_slice(block->text, label.length, block->text.length));
        bool found = lead.span.end > lead.span.start;
        leads += found;
        others += !found && label.kind != LABEL_LETTER && label.kind != LABEL_SMALL;
    }
    return leads >= LEADS_OF_A_RESOLUTION && leads >= others * 3;
}

static bool has_operative(const builder *b)
{
    for (size_t i = 0; i < b->version->blocks.count; i++) {
        if (b->version->blocks.items[i].part == RAP_PART_OPERATIVE) {
            return true;
        }
    }
    return false;
}

/* The kind where no line told it: by what the text holds. */
static void settle_kind(builder *b, bool resolution)
{
    rap_cover *cover = &b->version->cover;
    const kind_rule *told = NULL;
    size_t numbered = 0;
    for (size_t i = 0; i < b->rules->kinds.count; i++) {
        if (rap_str_equal(b->rules->kinds.items[i].name, cover->kind)) {
            told = &b->rules->kinds.items[i];
        }
    }
    for (size_t i = 0; i < b->version->blocks.count; i++) {
        const rap_block *block = &b->version->blocks.items[i];
        numbered += block->part == RAP_PART_BODY && block->level == 1 && block->number.length > 0;
    }
    if (told && told->has_operative == resolution) {
        return;
    }
    if (told && !resolution && b->version->blocks.count) {
        return;
    }
    cover->kind = resolution      ? b->rules->kinds.items[0].name
                  : numbered >= 3 ? RAP_STR("report")
                                  : RAP_STR("page");
}

/* -- structured sources
 * ------------------------------------------------------------------------------- */

/* Some files mark a heading among the operative paragraphs as one of them: it has no number, no
 * lead phrase and no stop. */
static void complete_heading(rap_block *block)
{
    if (block->part == RAP_PART_OPERATIVE && !block->number.length &&
        block->lead.end == block->lead.start && block->text.length <= 200 &&
        rap_block_looks_heading(block)) {
        block->part = RAP_PART_HEADING;
        block->look = RAP_LOOK_HEADING;
        block->level = block->level > 0 ? block->level : 1;
    }
}

/* Mark-up told the parts: lead phrases and labels that it left out are filled in. */
static void complete_structured(builder *b)
{
    rap_blocks *blocks = &b->version->blocks;
    rap_check_marked(b);
    b->body = (int32_t)blocks->count;
    for (size_t i = 0; i < blocks->count; i++) {
        rap_block *block = &blocks->items[i];
        bool paragraph = block->part == RAP_PART_OPERATIVE || block->part == RAP_PART_PREAMBULAR;
        if (paragraph && block->lead.end == block->lead.start) {
            block->lead = rap_structure_lead(b->rules, b->version->lang, block->text).span;
        }
        block->label = rap_label_plain(b->arena, block->label);
        complete_heading(block);
        if (block->part == RAP_PART_UNKNOWN) {
            block->part = rap_block_is_note(block) ? RAP_PART_FOOTNOTE : RAP_PART_BODY;
        }
        if (b->body == (int32_t)blocks->count && block->part != RAP_PART_COVER &&
            block->part != RAP_PART_TITLE && block->part != RAP_PART_FOOTNOTE) {
            b->body = (int32_t)i;
        }
    }
    b->is_resolution = has_operative(b);
    rap_cover_read(b);
    settle_kind(b, b->is_resolution);
}

/* -- one version
 * -------------------------------------------------------------------------------------- */

/* Notes called and not found, so that a person can look. */
static void check_notes(builder *b)
{
    rap_blocks *blocks = &b->version->blocks;
    for (size_t i = 0; i < blocks->count; i++) {
        for (size_t n = 0; n < blocks->items[i].notes.count; n++) {
            const rap_note_ref *ref = &blocks->items[i].notes.items[n];
            if (ref->block < 0) {
                rap_warn(b->arena, &b->version->warnings, "note-missing", (int32_t)i,
                         "note %.*s is called and not there", RAP_STR_ARG(ref->mark));
            }
        }
    }
}

/* Pages of text in a block or two: paragraphs cannot be told apart. */
static void check_lines(builder *b, const rap_source *source)
{
    const rap_blocks *blocks = &b->version->blocks;
    if (!source->structured && blocks->count && blocks->count <= 2 &&
        blocks->items[blocks->count - 1].text.length > PAGE_BYTES) {
        rap_warn(b->arena, &b->version->warnings, "no-lines", (int32_t)blocks->count - 1,
                 "the text has no line ends between its paragraphs; save it as text with them");
    }
}

/* The line of the cover that prints the symbol; -1 where it stands elsewhere. */
static int32_t block_of_symbol(const builder *b, rap_str printed)
{
    for (size_t i = 0; i < b->version->blocks.count; i++) {
        const rap_block *block = &b->version->blocks.items[i];
        size_t at = 0;
        if (block->part == RAP_PART_COVER &&
            rap_str_equal(rap_cover_symbol(block->text, &at), printed)) {
            return (int32_t)i;
        }
    }
    return -1;
}

static void check_symbol(builder *b, rap_str printed)
{
    rap_str symbol = b->version->cover.symbol;
    if (printed.length && symbol.length && !rap_str_equal(printed, symbol)) {
        rap_warn(b->arena, &b->version->warnings, "symbol-mismatch", block_of_symbol(b, printed),
                 "the cover says %.*s, the title %.*s", RAP_STR_ARG(printed), RAP_STR_ARG(symbol));
    }
}

static bool is_plain(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

/* Whether a file's name is made like a symbol, "A_RES_79_901-en": an organ's capital letter, and
 * figures behind the second stroke. */
static bool names_symbol(rap_str stem)
{
    size_t strokes = 0, figures = 0;
    for (size_t i = 0; i < stem.length && strokes < 5; i++) {
        strokes += stem.data[i] == '_';
        figures += strokes >= 2 && stem.data[i] >= '0' && stem.data[i] <= '9';
    }
    return strokes >= 2 && figures && stem.data[0] >= 'A' && stem.data[0] <= 'Z' &&
           stem.data[1] == '_';
}

/* Names of files made like symbols are given by the publisher: one that is another than the
 * cover's tells that either is wrong. */
static void check_file_name(builder *b, rap_str stem)
{
    rap_str symbol = b->version->cover.symbol;
    /* the letters of parts, "A-B", are often left out */
    symbol = rap_str_slice(symbol, 0, rap_str_find(symbol, RAP_STR(" "), 0));
    if (!symbol.length || !names_symbol(stem)) {
        return;
    }
    size_t at = 0;
    for (size_t i = 0; i < symbol.length; i++) {
        while (at < stem.length && !is_plain(stem.data[at])) {
            at++;
        }
        if (!is_plain(symbol.data[i])) {
            continue;
        }
        if (at >= stem.length || stem.data[at] != symbol.data[i]) {
            at = SIZE_MAX;
            break;
        }
        at++;
    }
    if (at == SIZE_MAX || (at < stem.length && stem.data[at] >= '0' && stem.data[at] <= '9')) {
        rap_warn(b->arena, &b->version->warnings, "symbol-mismatch", -1,
                 "the cover says %.*s, the file's name %.*s", RAP_STR_ARG(symbol),
                 RAP_STR_ARG(stem));
    }
}

/* The symbol that a line before or behind the text prints. */
static rap_str printed_symbol(const builder *b)
{
    for (size_t i = 0; i < b->version->blocks.count; i++) {
        const rap_block *block = &b->version->blocks.items[i];
        size_t at = 0;
        rap_str symbol = block->part == RAP_PART_COVER && block->text.length < 60
                             ? rap_cover_symbol(block->text, &at)
                             : RAP_STR_NONE;
        if (symbol.length && symbol.length == block->text.length) {
            return symbol;
        }
    }
    return RAP_STR_NONE;
}

static void build_version(builder *b, const rap_source *source)
{
    rap_version *version = b->version;
    version->cover = source->cover;
    b->formula = b->body = b->told = -1;
    if (source->structured) {
        complete_structured(b);
    } else {
        b->formula = find_formula(b);
        b->told = rap_decision_told(b);
        bool resolution =
            b->formula >= 0 || b->told >= 0 || is_headless_resolution(b) || rap_speaker_resolves(b);
        rap_cover given = source->cover;
        if (resolution) {
            rap_parts_resolution(b);
        } else {
            rap_parts_report(b);
        }
        if (given.title.length) {
            version->cover.title = given.title;
        }
        b->is_resolution = b->formula >= 0;
        rap_cover_read(b);
        settle_kind(b, resolution);
        rap_parts_finish(b);
        check_symbol(b, printed_symbol(b));
        rap_oddities_check(b);
    }
    check_notes(b);
    check_lines(b, source);
}

static rap_str file_stem(rap_arena *arena, rap_str file_name)
{
    size_t from = file_name.length;
    while (from && file_name.data[from - 1] != '/') {
        from--;
    }
    rap_str name = rap_str_slice(file_name, from, file_name.length);
    size_t end = name.length;
    while (end > 1 && name.data[end - 1] != '.') {
        end--;
    }
    return rap_str_copy(arena, end > 1 ? rap_str_slice(name, 0, end - 1) : name);
}

typedef struct {
    const rap_structure_rules *rules;
    const rap_text_rules *text;
    const rap_source *source;
    rap_str id, file_name;
    bool languages; /* several in the file */
    bool several;   /* documents */
    rap_versions *versions;
} maker;

static void make_version(const maker *m, rap_lang lang, const int32_t *indexes, size_t count,
                         bool alone)
{
    rap_arena *arena = m->source->arena;
    rap_version version = {.arena = arena, .lang = lang};
    take_blocks(&version, m->source, indexes, count);
    builder b = {.rules = m->rules,
                 .text = m->text,
                 .cover = &m->rules->covers[lang ? lang : RAP_LANG_EN],
                 .arena = arena,
                 .version = &version};
    build_version(&b, m->source);
    rap_str symbol = version.cover.symbol;
    rap_str stem = file_stem(arena, m->file_name);
    if (alone) {
        check_file_name(&b, stem);
    }
    version.doc = m->id.length && alone ? m->id
                  : symbol.length       ? symbol
                  : m->id.length        ? m->id
                                        : stem;
    version.doc_lang = version.doc;
    if (m->languages) {
        version.doc_lang = rap_str_of(
            rap_arena_format(arena, "%.*s-%s", RAP_STR_ARG(version.doc), rap_lang_code(lang)));
    }
    for (size_t i = 0; !alone && i < m->versions->count; i++) {
        const rap_version *other = &m->versions->items[i];
        if (rap_str_equal(other->doc, version.doc) && other->lang == lang) {
            version.doc = version.doc_lang =
                rap_str_of(rap_arena_format(arena, "%.*s-%zu", RAP_STR_ARG(version.doc), i + 1));
        }
    }
    RAP_PUSH(arena, m->versions, version);
}

/* The blocks of one language: one document, or several resolutions one behind the other. */
static void make_versions(const maker *m, const language_part *part)
{
    static const int32_t none[1]; /* a document may have no blocks */
    rap_arena *arena = m->source->arena;
    split_points points = {0};
    if (!m->source->structured) {
        rap_blocks blocks = {0};
        for (size_t i = 0; i < part->blocks.count; i++) {
            RAP_PUSH(arena, &blocks, m->source->blocks.items[part->blocks.items[i]]);
        }
        rap_split_resolutions(&m->rules->covers[part->lang ? part->lang : RAP_LANG_EN], arena,
                              &blocks, &points);
    } else {
        RAP_PUSH(arena, &points, 0);
    }
    for (size_t p = 0; p < points.count; p++) {
        size_t from = (size_t)points.items[p];
        size_t to = p + 1 < points.count ? (size_t)points.items[p + 1] : part->blocks.count;
        make_version(m, part->lang, from < to ? part->blocks.items + from : none, to - from,
                     points.count == 1 && !m->several);
    }
}

/* A document of which the file has one version needs no language behind its name. */
static void name_alone(rap_versions *versions)
{
    for (size_t i = 0; i < versions->count; i++) {
        bool alone = true;
        for (size_t k = 0; k < versions->count; k++) {
            alone =
                alone && (k == i || !rap_str_equal(versions->items[i].doc, versions->items[k].doc));
        }
        if (alone) {
            versions->items[i].doc_lang = versions->items[i].doc;
        }
    }
}

void rap_structure_find(const rap_structure_rules *rules, const rap_text_rules *text,
                        const rap_source *source, rap_str id, rap_str file_name,
                        rap_versions *ret_versions)
{
    rap_versions versions = {0};
    source = rap_unfold(rules, text, source);
    maker m = {.rules = rules,
               .text = text,
               .source = source,
               .id = id,
               .file_name = file_name,
               .several = source->starts.count > 0,
               .versions = &versions};
    RAP_VEC(language_part) all = {0};
    bool seen[RAP_LANG_COUNT] = {false};
    size_t languages = 0;
    for (size_t s = 0; s <= source->starts.count; s++) {
        language_parts parts;
        size_t from = s ? (size_t)source->starts.items[s - 1] : 0;
        size_t to =
            s < source->starts.count ? (size_t)source->starts.items[s] : source->blocks.count;
        rap_split_languages(text, source, from, to, &parts);
        for (size_t i = 0; i < parts.count; i++) {
            RAP_PUSH(source->arena, &all, parts.items[i]);
            languages += !seen[parts.items[i].lang];
            seen[parts.items[i].lang] = true;
        }
    }
    m.languages = languages > 1;
    for (size_t i = 0; i < all.count; i++) {
        make_versions(&m, &all.items[i]);
    }
    if (m.several) {
        name_alone(&versions);
    }
    *ret_versions = versions;
}
