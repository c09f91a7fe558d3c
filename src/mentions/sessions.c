/* Sessions: an ordinal in words or figures beside the word for session. */
#include "rules.h"

typedef enum { PIECE_NUMBER, PIECE_TIMES, PIECE_SESSION, PIECE_OTHER } piece_kind;

typedef struct {
    piece_kind kind;
    int value;
    size_t start, end; /* folded */
} piece;

typedef RAP_VEC(piece) pieces;

static void push_digits(const rap_mention_work *work, size_t *at, pieces *list)
{
    rap_str text = work->fold.text;
    piece p = {.kind = PIECE_NUMBER, .start = *at};
    while (*at < text.length && text.data[*at] >= '0' && text.data[*at] <= '9') {
        p.value = p.value < 10000 ? p.value * 10 + (text.data[*at] - '0') : p.value;
        ++*at;
    }
    size_t suffix = *at;
    while (suffix < text.length && !rap_fold_is_boundary(text, suffix)) {
        rap_utf8_next(text, &suffix); /* an ordinal's ending, with or without a hyphen */
    }
    p.end = *at = suffix;
    if (p.value < 1 || p.value > 300) {
        p.kind = PIECE_OTHER;
    }
    RAP_PUSH(work->arena, list, p);
}

static void cut(const rap_mention_work *work, pieces *list)
{
    const rap_fold *fold = &work->fold;
    rap_str text = fold->text;
    size_t at = 0;
    for (size_t w = 0; w < fold->word_count; w++) {
        if (fold->words[w] < at) {
            continue;
        }
        at = fold->words[w];
        if (text.data[at] >= '0' && text.data[at] <= '9') {
            push_digits(work, &at, list);
            continue;
        }
        size_t starts[8] = {at}, count = 1, i;
        if (work->lang == RAP_LANG_AR) {
            count = rap_arabic_starts(&work->fold, at, starts);
        }
        rap_name_hit hit = {0};
        i = rap_mention_may(work, &work->language->symbols, w) ? 0 : count;
        while (i < count &&
               !rap_names_match(&work->language->symbols, &work->fold, starts[i], &hit)) {
            i++;
        }
        piece p = {.kind = PIECE_OTHER, .start = at};
        if (i < count && hit.name->category == RAP_SYMBOL_MARK) {
            at = hit.end;
            continue;
        }
        if (i < count) {
            int word = hit.name->category;
            p.kind = word == RAP_SYMBOL_SESSION   ? PIECE_SESSION
                     : word == RAP_SYMBOL_ORDINAL ? PIECE_NUMBER
                     : word == RAP_SYMBOL_TIMES   ? PIECE_TIMES
                                                  : PIECE_OTHER;
            p.value = hit.name->value;
            p.start = starts[i];
            p.end = at = hit.end;
        } else {
            at = w + 1 < fold->word_count ? fold->words[w + 1] : text.length;
            p.end = at;
        }
        RAP_PUSH(work->arena, list, p);
    }
}

static bool is_number(const piece *p)
{
    return p->kind == PIECE_NUMBER || p->kind == PIECE_TIMES;
}

/* "sixty-sixth" adds up; in Chinese ten and hundred multiply what stands before. */
static int value_of(const piece *first, size_t count)
{
    int total = 0, current = 0;
    for (size_t i = 0; i < count; i++) {
        if (first[i].kind == PIECE_TIMES) {
            total += (current ? current : 1) * first[i].value;
            current = 0;
        } else {
            total += current;
            current = first[i].value;
        }
    }
    return total + current;
}

/* Whose session: named right behind or right before, else the last body before it; else nobody
 * known. */
static rap_str body_of(const rap_mention_work *work, uint32_t start, uint32_t end,
                       bool *ret_is_beside)
{
    enum { BEHIND = 8, BEFORE = 12 };
    rap_str before = RAP_STR_NONE;
    uint32_t last = 0;
    *ret_is_beside = true;
    for (size_t i = 0; i < work->found.count; i++) {
        const rap_mention *m = &work->found.items[i];
        if (m->kind != RAP_MENTION_ORGANIZATION) {
            continue;
        }
        if (m->span.start >= end && m->span.start - end <= BEHIND) {
            return m->entity;
        }
        if (m->span.end <= start && m->span.end >= last) {
            last = m->span.end;
            before = m->entity;
        }
    }
    *ret_is_beside = before.length && start - last <= BEFORE;
    return before;
}

/* Whether `number` may be a session of the body whose document this is: sessions soon after its
 * own, or just before. */
static bool is_own_number(const rap_mention_work *work, int number)
{
    enum { PAST = 3, TO_COME = 5 };
    int own;
    return rap_str_number(work->version->cover.session, &own) && number >= own - PAST &&
           number <= own + TO_COME;
}

/* Whose sessions a document speaks of where it names nobody who holds any: those of the body that
 * its symbol tells. The first prefix that fits counts. */
static rap_str body_of_document(const rap_mention_work *work)
{
    static const struct {
        const char *prefix, *body;
    } series[] = {{"A/HRC/", "HRC"}, {"A/", "UNGA"}, {"S/", "UNSC"}, {"E/", "ECOSOC"}};
    for (size_t i = 0; i < sizeof series / sizeof *series; i++) {
        if (rap_str_starts(work->version->cover.symbol, rap_str_of(series[i].prefix))) {
            return rap_str_of(series[i].body);
        }
    }
    return RAP_STR_NONE;
}

/* Whether the General Assembly cannot have come to that session yet: it counts one a year from
 * 1946. Other assemblies that are called so are older or meet more often. */
static bool is_of_other_assembly(const rap_mention_work *work, int number)
{
    enum { BEGINNING = 1945, TO_COME = 5, UNKNOWN = 130 };
    int year = work->version->cover.period.end.year;
    return number > (year > 0 ? year - BEGINNING + TO_COME : UNKNOWN);
}

/* "the 137th session of the General Assembly" names another assembly: which is not told. */
static void forget_assembly(rap_mention_work *work, uint32_t start, uint32_t end)
{
    enum { BEHIND = 8, BEFORE = 10 };
    for (size_t i = 0; i < work->found.count; i++) {
        rap_mention *m = &work->found.items[i];
        bool behind = m->span.start >= end && m->span.start - end <= BEHIND;
        bool before = m->span.end <= start && start - m->span.end <= BEFORE;
        if (m->kind == RAP_MENTION_ORGANIZATION && rap_str_is(m->entity, "UNGA") &&
            (behind || before)) {
            m->entity = m->body = RAP_STR_NONE;
        }
    }
}

static void add_session(rap_mention_work *work, size_t start, size_t end, int number)
{
    rap_mention m = {.kind = RAP_MENTION_SESSION,
                     .block = work->block,
                     .span = {work->fold.from[start], work->fold.until[end - 1]},
                     .entity = rap_str_of(rap_arena_format(work->arena, "%d", number))};
    bool is_beside;
    rap_str body = body_of(work, m.span.start, m.span.end, &is_beside);
    rap_str own = body_of_document(work);
    bool holds_none =
        !body.length || rap_str_is(body, "UN") || (!is_beside && is_own_number(work, number));
    m.body = holds_none && own.length ? own : body;
    if (rap_str_is(m.body, "UNGA") && is_of_other_assembly(work, number)) {
        m.body = RAP_STR_NONE;
    }
    RAP_PUSH(work->arena, &work->found, m);
}

/* "seventy-eighth and seventy-ninth sessions": the session before, told without the word. */
static void add_earlier(rap_mention_work *work, const pieces *list, size_t first, int number)
{
    const piece *p = list->items;
    if (first < 2 || is_number(&p[first - 1]) || !is_number(&p[first - 2])) {
        return;
    }
    size_t end = first - 1, start = end - 1;
    while (start > 0 && is_number(&p[start - 1])) {
        start--;
    }
    if (value_of(&p[start], end - start) == number - 1) {
        add_session(work, p[start].start, p[end - 1].end, number - 1);
    }
}

/* Ordinals in words right behind the session word, as Spanish has them in lists: "sessions
 * seventy-eighth and seventy-ninth". A figure there counts something else. */
static void look_behind(rap_mention_work *work, const pieces *list, size_t at)
{
    const piece *p = list->items;
    size_t start = at;
    for (size_t i = at + 1; i < list->count && is_number(&p[i]);) {
        char first = work->fold.text.data[p[i].start];
        size_t end = i;
        if (first >= '0' && first <= '9') {
            return;
        }
        while (end < list->count && is_number(&p[end])) {
            end++;
        }
        add_session(work, p[start].start, p[end - 1].end, value_of(&p[i], end - i));
        i = start = end < list->count && p[end].kind == PIECE_OTHER ? end + 1 : end;
    }
}

/* Numbers before the session word, with at most two words between ("sixty-sixth regular session");
 * or behind it, as Arabic has them. */
static void look_around(rap_mention_work *work, const pieces *list, size_t at)
{
    const piece *p = list->items;
    size_t end = at;
    for (int words = 0; end > 0 && words <= 2 && !is_number(&p[end - 1]); words++) {
        end--;
    }
    if (work->lang != RAP_LANG_AR && end > 0 && is_number(&p[end - 1])) {
        size_t first = end - 1;
        while (first > 0 && is_number(&p[first - 1])) {
            first--;
        }
        int number = value_of(&p[first], end - first);
        add_earlier(work, list, first, number);
        add_session(work, p[first].start, p[at].end, number);
        return;
    }
    size_t next = at + 1;
    if (work->lang != RAP_LANG_AR) {
        look_behind(work, list, at);
        return;
    }
    if (next < list->count && is_number(&p[next])) {
        size_t last = next;
        while (last + 1 < list->count && is_number(&p[last + 1])) {
            last++;
        }
        size_t half = (next + last + 1) / 2;
        int number = value_of(&p[half], last + 1 - half);
        if (last > next && number == value_of(&p[next], half - next) + 1) {
            add_session(work, p[at].start, p[half - 1].end, number - 1);
            add_session(work, p[half].start, p[last].end, number);
            return;
        }
        add_session(work, p[at].start, p[last].end, value_of(&p[next], last + 1 - next));
    }
}

void rap_mention_sessions(rap_mention_work *work)
{
    pieces list = {0};
    cut(work, &list);
    for (size_t i = 0; i < list.count; i++) {
        const piece *p = &list.items[i];
        if (p->kind == PIECE_SESSION) {
            look_around(work, &list, i);
        }
        if (p->kind == PIECE_NUMBER && p->value > 100 && is_of_other_assembly(work, p->value)) {
            forget_assembly(work, work->fold.from[p->start], work->fold.until[p->end - 1]);
        }
    }
}

int rap_ordinal_before(const rap_mention_rules *rules, rap_arena *arena, rap_lang lang,
                       rap_str text, size_t at)
{
    enum { NEAR = 60 };
    size_t from = at > NEAR ? at - NEAR : 0;
    while (from < at && ((unsigned char)text.data[from] & 0xC0) == 0x80) {
        from++;
    }
    rap_mention_work work = {.rules = rules,
                             .arena = arena,
                             .lang = lang,
                             .language = &rules->languages[lang],
                             .block_text = rap_str_slice(text, from, at)};
    work.fold = rap_fold_text(&rules->fold, rap_mention_stems(arena, lang), arena, work.block_text);
    pieces list = {0};
    cut(&work, &list);
    size_t last = list.count;
    /* A counter may stand between the number and the name. */
    if (last > 1 && lang == RAP_LANG_ZH && !is_number(&list.items[last - 1])) {
        last--;
    }
    size_t first = last;
    while (first > 0 && is_number(&list.items[first - 1])) {
        first--;
    }
    int value = first < last ? value_of(&list.items[first], last - first) : 0;
    return value < 200 ? value : 0;
}

void rap_ordinal_find(const rap_mention_rules *rules, rap_arena *arena, rap_lang lang, rap_str text,
                      rap_ordinals *ret_ordinals)
{
    rap_mention_work work = {.rules = rules,
                             .arena = arena,
                             .lang = lang,
                             .language = &rules->languages[lang],
                             .block_text = text};
    rap_ordinals found = {0};
    pieces list = {0};
    work.fold = rap_fold_text(&rules->fold, rap_mention_stems(arena, lang), arena, text);
    cut(&work, &list);
    for (size_t i = 0, end; i < list.count; i = end) {
        end = i + 1;
        if (!is_number(&list.items[i])) {
            continue;
        }
        while (end < list.count && is_number(&list.items[end])) {
            end++;
        }
        char first = work.fold.text.data[list.items[i].start];
        int value = value_of(&list.items[i], end - i);
        if ((first < '0' || first > '9') && value > 0 && value < 200) {
            RAP_PUSH(arena, &found, value);
        }
    }
    *ret_ordinals = found;
}
