/* A run of all the rules over one version, and what they share. */
#include "rules.h"

#include <stdlib.h>
#include <unicode/uchar.h>

void check_report(checking *c, check_id rule, int32_t block, rap_span span, const char *replacement,
                  const char *remedy, const char *format, ...)
{
    rap_severity severity = c->rules->rules[rule].severity;
    if ((c->options->is_off && c->options->is_off[rule]) || severity < c->options->least) {
        return;
    }
    va_list arguments;
    va_start(arguments, format);
    rap_check_finding finding = {
        .rule = (size_t)rule,
        .severity = severity,
        .block = block,
        .span = span,
        .message = rap_str_of(rap_arena_vformat(c->arena, format, arguments)),
        .remedy = rap_str_of(rap_arena_format(c->arena, "%s", remedy)),
        .has_replacement = replacement != NULL,
    };
    va_end(arguments);
    finding.replacement = rap_str_copy(c->arena, rap_str_of(replacement));
    RAP_PUSH(c->arena, c->out, finding);
}

/* -- characters ----------------------------------------------------------------------------------
 */

bool check_is_upper(uint32_t c)
{
    return u_isUUppercase((UChar32)c);
}

bool check_is_lower(uint32_t c)
{
    return u_isULowercase((UChar32)c);
}

bool check_is_letter(uint32_t c)
{
    return u_isUAlphabetic((UChar32)c);
}

bool check_begins_word(rap_str text, size_t at)
{
    size_t next = at, before = at;
    if (at >= text.length || !rap_text_is_word_letter(rap_utf8_next(text, &next))) {
        return true;
    }
    return !at || !rap_text_is_word_letter(rap_utf8_previous(text, &before));
}

bool check_ends_word(rap_str text, size_t at)
{
    size_t next = at, before = at;
    if (!at || !rap_text_is_word_letter(rap_utf8_previous(text, &before))) {
        return true;
    }
    return at >= text.length || !rap_text_is_word_letter(rap_utf8_next(text, &next));
}

enum {
    LEFT_GUILLEMET = 0xAB,
    RIGHT_GUILLEMET = 0xBB,
    LEFT_DOUBLE = 0x201C,
    RIGHT_DOUBLE = 0x201D,
    LOW_DOUBLE = 0x201E,
    LEFT_TITLE = 0x300A,
    RIGHT_TITLE = 0x300B
};

bool check_is_quoted(checking *c, rap_str text, size_t at)
{
    check_quoting *q = &c->quoting;
    if (q->text.data != text.data || q->text.length != text.length || at < q->at) {
        *q = (check_quoting){.text = text};
    }
    while (q->at < at && q->at < text.length) { /* from where the last question ended */
        uint32_t code = rap_utf8_next(text, &q->at);
        if (code == LEFT_GUILLEMET || code == LEFT_DOUBLE || code == LOW_DOUBLE ||
            code == LEFT_TITLE) {
            q->open++;
        } else if (q->open &&
                   (code == RIGHT_GUILLEMET || code == RIGHT_DOUBLE || code == RIGHT_TITLE)) {
            q->open--;
        } else if (code == '"') {
            q->straight = !q->straight;
        }
    }
    return q->open > 0 || q->straight;
}

bool check_begins_sentence(rap_str text, size_t at)
{
    while (at) {
        size_t before = at;
        uint32_t c = rap_utf8_previous(text, &before);
        if (c != ' ' && !u_ispunct((UChar32)c)) {
            return false;
        }
        if (c == '.' || c == '?' || c == '!' || c == ':' || c == 0x3002) {
            return true;
        }
        at = before;
    }
    return true;
}

rap_span check_sentence_at(const checking *c, rap_str text, size_t at)
{
    rap_spans sentences = {0};
    rap_text_sentences(c->text, c->arena, c->version->lang, text, &sentences);
    for (size_t i = 0; i < sentences.count; i++) {
        if (at < sentences.items[i].end) {
            return sentences.items[i];
        }
    }
    return (rap_span){0, (uint32_t)text.length};
}

bool check_is_prose(const checking *c, size_t index)
{
    const rap_block *block = &c->version->blocks.items[index];
    return (!block->lang || block->lang == c->version->lang) && block->part != RAP_PART_COVER &&
           block->text.length > 0;
}

/* -- the run -------------------------------------------------------------------------------------
 */

static void index_mentions(checking *c)
{
    size_t count = c->version->blocks.count, mention = 0;
    c->first_mention = RAP_NEW_ARRAY(c->arena, size_t, count + 1);
    for (size_t i = 0; i <= count; i++) {
        while (mention < c->version->mentions.count &&
               c->version->mentions.items[mention].block < i) {
            mention++;
        }
        c->first_mention[i] = mention;
    }
}

/* The year that the document speaks from, as its cover tells it, or its session. */
static int year_of(const rap_version *version)
{
    const rap_cover *cover = &version->cover;
    int session = 0;
    if (cover->adopted.year || cover->issued.year) {
        return cover->adopted.year ? cover->adopted.year : cover->issued.year;
    }
    if (cover->period.end.year) {
        return cover->period.end.year;
    }
    return rap_str_number(cover->session, &session) && session > 30 ? 1945 + session : 0;
}

static int by_place(const void *a, const void *b)
{
    const rap_check_finding *x = a, *y = b;
    if (x->block != y->block) {
        return x->block < y->block ? -1 : 1;
    }
    if (x->span.start != y->span.start) {
        return x->span.start < y->span.start ? -1 : 1;
    }
    return (x->rule > y->rule) - (x->rule < y->rule);
}

void rap_check(const rap_check_rules *rules, const rap_text_rules *text,
               const rap_mention_rules *mentions, rap_arena *arena, const rap_version *version,
               const rap_check_options *options, rap_check_findings *ret_findings)
{
    *ret_findings = (rap_check_findings){0};
    checking c = {.arena = arena,
                  .rules = rules,
                  .language = &rules->languages[version->lang],
                  .text = text,
                  .mentions = mentions,
                  .version = version,
                  .options = options,
                  .year = year_of(version),
                  .out = ret_findings};
    index_mentions(&c);
    check_acronyms(&c);
    check_symbols(&c);
    check_dates(&c);
    check_names(&c);
    check_structure(&c);
    check_repeats(&c);
    check_punctuation(&c);
    check_spaces(&c);
    check_style_rows(&c);
    if (ret_findings->count) {
        qsort(ret_findings->items, ret_findings->count, sizeof *ret_findings->items, by_place);
    }
}

/* -- the manual ----------------------------------------------------------------------------------
 */

static void put_example(rap_buf *out, const char *head, rap_str example)
{
    rap_str rest = example, part;
    if (!example.length) {
        return;
    }
    rap_buf_format(out, "%s\n\n", head);
    while (rap_str_split(&rest, '|', &part)) {
        rap_buf_format(out, "> %.*s\n%s", RAP_STR_ARG(rap_str_trim(part)),
                       rest.length ? ">\n" : "\n");
    }
}

rap_str rap_check_manual(const rap_check_rules *rules, rap_arena *arena)
{
    rap_buf out;
    rap_buf_init(&out, arena);
    rap_buf_put_c(&out,
                  "# Checks of a draft\n\n"
                  "`rapporteur check` marks in a draft what a reviser would mark. This page is "
                  "written from `data/checks.tsv`, with whose examples the rules are tested; words "
                  "and style of a language stand in `data/<language>/checks.tsv` and "
                  "`data/<language>/style.tsv`.\n\n"
                  "`--without ID` switches a rule off, `--only ID` leaves only it; both take "
                  "several, separated by commas, and the ids may be written without `RAP-`. "
                  "`--severity` leaves out what is less grave: `error` cannot be right, `warning` "
                  "most likely is wrong, `note` departs from the United Nations' style.\n\n"
                  "The same can stand in a file `.rapporteur-check` beside the draft, else in "
                  "`~/.config/rapporteur/check`, one setting a line; options add to it:\n\n"
                  "    # the usual for our reports\n"
                  "    without ACRONYM-UNUSED, STYLE-NUMBER\n"
                  "    severity warning\n"
                  "    period 2023-01..2023-12\n"
                  "    limit 8500\n"
                  "    acronyms IPU, SDG\n\n"
                  "`acronyms` lists those that may stand without their names.\n\n"
                  "| rule | severity | finds |\n|---|---|---|\n");
    for (size_t i = 0; i < CHECK_COUNT; i++) {
        const rap_check_rule *rule = &rules->rules[i];
        rap_buf_format(&out, "| [%.*s](#%.*s) | %s | %.*s |\n", RAP_STR_ARG(rule->id),
                       RAP_STR_ARG(rule->id), rap_severity_name(rule->severity),
                       RAP_STR_ARG(rule->title));
    }
    for (size_t i = 0; i < CHECK_COUNT; i++) {
        const rap_check_rule *rule = &rules->rules[i];
        rap_buf_format(&out, "\n## %.*s\n\n%.*s. %.*s\n\n%.*s\n\n", RAP_STR_ARG(rule->id),
                       RAP_STR_ARG(rule->title), RAP_STR_ARG(rule->why), RAP_STR_ARG(rule->remedy));
        put_example(&out, "Wrong:", rule->wrong);
        put_example(&out, "Right:", rule->right);
        if (rule->source.length) {
            rap_buf_format(&out, "Source: %.*s\n", RAP_STR_ARG(rule->source));
        } else {
            out.length--;
        }
    }
    return rap_buf_str(&out);
}
