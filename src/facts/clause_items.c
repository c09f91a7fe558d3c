/* A sentence as items: mentions whole, phrases of the tables whole, titles and quotations closed.
 */
#include "clause.h"

#include <stdint.h>
#include <string.h>
#include <unicode/uchar.h>

/* A word before phrases are put together. */
typedef struct {
    rap_item item;
    bool is_word;
} token;

typedef RAP_VEC(token) tokens;

const rap_mention *rap_item_mention(const rap_clause *clause, const rap_item *item)
{
    return item->mention == UINT32_MAX ? NULL : &clause->version->mentions.items[item->mention];
}

bool rap_item_is_date(const rap_clause *clause, uint32_t index)
{
    if (index >= clause->items.count) {
        return false;
    }
    const rap_mention *mention = rap_item_mention(clause, &clause->items.items[index]);
    return mention && mention->kind == RAP_MENTION_DATE;
}

static rap_item_kind kind_of_mark(uint32_t c)
{
    switch (c) {
    case ',':
    case 0x60C:
    case 0xFF0C:
        return RAP_ITEM_COMMA;
    case 0x3001:
        return RAP_ITEM_ENUMERATION;
    case ';':
    case 0x61B:
    case 0xFF1B:
        return RAP_ITEM_SEMICOLON;
    case ':':
    case 0xFF1A:
        return RAP_ITEM_COLON;
    case '(':
    case '[':
    case 0xFF08:
        return RAP_ITEM_OPEN;
    case ')':
    case ']':
    case 0xFF09:
        return RAP_ITEM_CLOSE;
    default:
        return RAP_ITEM_OTHER;
    }
}

/* The mark that closes a quotation or title opened by `c`; 0 where `c` opens none. */
static uint32_t closing_mark(uint32_t c)
{
    switch (c) {
    case 0x201C:
        return 0x201D;
    case 0xAB:
        return 0xBB;
    case 0x300A:
        return 0x300B;
    case 0x300C:
        return 0x300D;
    case 0x300E:
        return 0x300F;
    case 0x3008:
        return 0x3009;
    case 0x201E:
        return 0x201C;
    case '"':
    case '*':
        return c;
    default:
        return 0;
    }
}

/* The byte behind the mark that closes the one before `from`; `from` where none does. */
static size_t closed_at(rap_clause *clause, size_t from, size_t end, uint32_t mark)
{
    rap_str text = rap_str_slice(clause->block->text, 0, end);
    char bytes[4];
    size_t length = rap_utf8_put(mark, bytes);
    size_t limit = from + 600; /* longer quotations are read as text */
    text.length = text.length < limit ? text.length : limit;
    size_t found = rap_str_find(text, (rap_str){bytes, length}, from);
    clause->work += (found == SIZE_MAX ? text.length : found) - from;
    return found == SIZE_MAX ? from : found + length;
}

/* How much of a word is written on before one of the tables: "and", "to", "the"; 0 where none of
 * the tables remains. Up to three are taken off: "and to the office". */
static size_t prefix_length(const rap_clause *clause, rap_str word, int depth)
{
    for (size_t i = 0; i < clause->language->prefixes.count && depth < 3; i++) {
        rap_str prefix = clause->language->prefixes.items[i];
        if (word.length > prefix.length + 2 && rap_str_starts(word, prefix)) {
            rap_str rest = rap_str_slice(word, prefix.length, word.length);
            if (rap_map_find(clause->language->first_word, rest) ||
                prefix_length(clause, rest, depth + 1) > 0) {
                return prefix.length;
            }
        }
    }
    return 0;
}

/* The byte of the text behind as many folded bytes: vowel marks fold to none. */
static size_t behind_folded(const rap_clause *clause, size_t at, size_t end, size_t folded)
{
    rap_str text = clause->block->text;
    size_t taken = 0;
    while (at < end) {
        size_t next = at;
        rap_utf8_next(text, &next);
        size_t length =
            rap_act_fold(clause->arena, clause->language, rap_str_slice(text, at, next)).length;
        if (taken >= folded && length > 0) {
            break;
        }
        taken += length;
        at = next;
    }
    return at;
}

static void push_token(rap_clause *clause, tokens *out, rap_item item, bool is_word)
{
    item.mention = item.kind == RAP_ITEM_MENTION ? item.mention : UINT32_MAX;
    RAP_PUSH(clause->arena, out, (token){item, is_word});
}

static void push_word(rap_clause *clause, tokens *out, size_t at, size_t end)
{
    rap_str text = clause->block->text;
    rap_item item = {.kind = RAP_ITEM_WORD, .span = {(uint32_t)at, (uint32_t)end}};
    size_t first = at;
    item.is_capital = u_isupper((UChar32)rap_utf8_next(text, &first));
    item.folded = rap_act_fold(clause->arena, clause->language, rap_str_slice(text, at, end));
    /* The whole word may be in the tables with its first letter belonging to it. */
    while (!rap_map_find(clause->language->first_word, item.folded)) {
        size_t prefix = prefix_length(clause, item.folded, 0);
        if (prefix == 0) {
            break;
        }
        rap_item before = item;
        before.span.end = (uint32_t)behind_folded(clause, item.span.start, end, prefix);
        before.folded = rap_str_slice(item.folded, 0, prefix);
        push_token(clause, out, before, true);
        item.span.start = before.span.end;
        item.folded = rap_str_slice(item.folded, prefix, item.folded.length);
    }
    push_token(clause, out, item, true);
}

/* A name that was read too far ("the Forum on Trade in March 2024") ends before the date. */
static size_t end_before_date(const rap_version *version, size_t mention)
{
    const rap_mention *m = &version->mentions.items[mention];
    for (size_t n = mention + 1; n < version->mentions.count; n++) {
        const rap_mention *inner = &version->mentions.items[n];
        if (inner->block != m->block || inner->span.start >= m->span.end) {
            break;
        }
        if (inner->kind == RAP_MENTION_DATE && inner->span.start > m->span.start &&
            inner->span.end > m->span.end) {
            return inner->span.start;
        }
    }
    return m->span.end;
}

/* The longest of the mentions that start where mention *at does; *at becomes the last of them.
 * Returns the byte behind it. */
static size_t push_mention(rap_clause *clause, tokens *out, size_t *at)
{
    const rap_version *version = clause->version;
    const rap_mention *all = version->mentions.items;
    size_t best = *at, n = *at;
    while (n + 1 < version->mentions.count && all[n + 1].block == all[best].block &&
           all[n + 1].span.start == all[best].span.start) {
        n++;
        best = all[n].span.end > all[best].span.end ? n : best;
    }
    *at = n;
    size_t end = end_before_date(version, best);
    rap_item item = {.kind = RAP_ITEM_MENTION,
                     .span = {all[best].span.start, (uint32_t)end},
                     .mention = (uint32_t)best};
    push_token(clause, out, item, false);
    return end;
}

/* "l'atelier": the apostrophe only parts two words. */
static bool is_elision(const rap_clause *clause, uint32_t c, size_t at)
{
    rap_str text = clause->block->text;
    return clause->language->elision && (c == '\'' || c == 0x2019) && at > 0 &&
           text.data[at - 1] != ' ';
}

static void tokenize(rap_clause *clause, rap_span sentence, size_t mention, tokens *out)
{
    const rap_version *version = clause->version;
    uint32_t block = (uint32_t)(clause->block - version->blocks.items);
    rap_str text = clause->block->text;
    size_t at = sentence.start;
    while (at < sentence.end) {
        clause->work++;
        const rap_mention *m = NULL;
        while (mention < version->mentions.count) {
            m = &version->mentions.items[mention];
            if (m->block != block || m->span.start >= at) {
                break;
            }
            mention++;
        }
        bool any = mention < version->mentions.count && m->block == block;
        if (any && m->span.start == at && m->span.end > at) {
            at = push_mention(clause, out, &mention);
            continue;
        }
        size_t stop = any && m->span.start < sentence.end ? m->span.start : sentence.end;
        size_t end = rap_act_word_end(rap_str_slice(text, 0, stop), at);
        if (end > at) {
            push_word(clause, out, at, end);
            at = end;
            continue;
        }
        size_t next = at;
        uint32_t c = rap_utf8_next(text, &next);
        uint32_t mark = closing_mark(c);
        size_t closed = mark ? closed_at(clause, next, sentence.end, mark) : next;
        rap_item item = {.kind = kind_of_mark(c), .span = {(uint32_t)at, (uint32_t)next}};
        if (closed > next) {
            item.kind = RAP_ITEM_OPAQUE;
            item.span.end = (uint32_t)closed;
            next = closed;
        }
        if (c != ' ' && !is_elision(clause, c, at)) {
            push_token(clause, out, item, false);
        }
        at = next;
    }
}

static bool is_article(const rap_act_language *language, rap_str word)
{
    for (size_t i = 0; i < language->articles.count; i++) {
        if (rap_str_equal(language->articles.items[i], word)) {
            return true;
        }
    }
    return false;
}

/* The number of tokens from `i` that are this part of a phrase, with an article written on or
 * without; 0 where they are not. */
static size_t match_part(const rap_act_language *language, const tokens *all, size_t i,
                         rap_str part)
{
    if (i >= all->count || !all->items[i].is_word) {
        return 0;
    }
    rap_str word = all->items[i].item.folded;
    if (rap_act_part_fits(part, word)) {
        return 1;
    }
    if (is_article(language, word) && i + 1 < all->count && all->items[i + 1].is_word &&
        all->items[i + 1].item.span.start == all->items[i].item.span.end) {
        rap_str noun = all->items[i + 1].item.folded;
        bool whole = part.length == word.length + noun.length && rap_str_starts(part, word) &&
                     rap_str_ends(part, noun);
        return whole || rap_act_part_fits(part, noun) ? 2 : 0;
    }
    for (size_t a = 0; a < language->articles.count; a++) {
        rap_str article = language->articles.items[a];
        if (word.length == article.length + part.length && rap_str_starts(word, article) &&
            rap_str_ends(word, part)) {
            return 1;
        }
    }
    return 0;
}

static bool is_adverb(const rap_act_language *language, const token *word)
{
    const rap_act_words *same =
        word->is_word ? rap_map_find(language->first_word, word->item.folded) : NULL;
    for (size_t n = 0; same && n < same->count; n++) {
        if (same->items[n]->parts.count == 1) {
            return (same->items[n]->roles & RAP_ROLE_BIT(RAP_ROLE_ADVERB)) != 0;
        }
    }
    return false;
}

/* The number of tokens that the phrase takes at token `i`; 0 where it does not stand there. */
static size_t stands_at(const rap_act_language *language, const rap_act_word *word,
                        const tokens *all, size_t i)
{
    if (!rap_act_part_fits(word->parts.items[0], all->items[i].item.folded)) {
        return 0;
    }
    size_t used = 1;
    for (size_t n = 1; n < word->parts.count; n++) {
        size_t more = match_part(language, all, i + used, word->parts.items[n]);
        if (more == 0 && word->verb && i + used < all->count &&
            is_adverb(language, &all->items[i + used])) {
            /* "took also part" */
            more = match_part(language, all, i + used + 1, word->parts.items[n]);
            used += more > 0;
        }
        if (more == 0) {
            return 0;
        }
        used += more;
    }
    return used;
}

/* The longest phrase of the tables that starts at token `i`, and its tokens; NULL where there is
 * none. */
static const rap_act_word *longest(rap_clause *clause, const tokens *all, size_t i,
                                   size_t *ret_tokens)
{
    const rap_act_words *lists[RAP_ACT_ENDING + 2];
    size_t count = rap_act_first(clause->language, all->items[i].item.folded, lists);
    const rap_act_word *best = NULL;
    *ret_tokens = 1;
    for (size_t l = 0; l < count; l++) {
        for (size_t w = 0; w < lists[l]->count; w++) {
            const rap_act_word *word = lists[l]->items[w];
            clause->work++;
            if (best && word->parts.count <= best->parts.count) {
                break;
            }
            size_t used = stands_at(clause->language, word, all, i);
            if (used > 0) {
                best = word;
                *ret_tokens = used;
                break;
            }
        }
    }
    return best;
}

/* A body that only this text names ("a Joint Task Force on Trade") still says by its name what it
 * is: the last noun of the tables before the first word that joins. */
static void name_unknown_body(rap_clause *clause, rap_item *item)
{
    const rap_mention *m = rap_item_mention(clause, item);
    if ((m->kind != RAP_MENTION_ORGANIZATION && m->kind != RAP_MENTION_PERSON) ||
        (m->entity.length > 0 && rap_entity_find(clause->bodies, m->entity))) {
        return;
    }
    item->is_unknown = true;
    tokens all = {0};
    for (size_t at = m->span.start; at < m->span.end;) {
        size_t end = rap_act_word_end(rap_str_slice(clause->block->text, 0, m->span.end), at);
        if (end > at) {
            push_word(clause, &all, at, end);
            at = end;
        } else {
            rap_utf8_next(clause->block->text, &at);
        }
    }
    for (size_t i = 0; i < all.count;) {
        size_t used;
        const rap_act_word *word = longest(clause, &all, i, &used);
        if (word && word->noun) {
            item->noun = word->noun;
        } else if (word && item->noun && word->roles) {
            return;
        }
        i += used;
    }
}

/* "joint-programme", "mini-seminar": a compound is what its last part is, where that is a noun of
 * the tables and nothing else. */
static const rap_act_word *noun_of_compound(rap_clause *clause, rap_str folded)
{
    size_t cut = folded.length;
    while (cut > 0 && folded.data[cut - 1] != '-') {
        cut--;
    }
    const rap_act_words *lists[RAP_ACT_ENDING + 2];
    rap_str last = rap_str_slice(folded, cut, folded.length);
    size_t count = cut > 1 ? rap_act_first(clause->language, last, lists) : 0;
    for (size_t l = 0; l < count; l++) {
        for (size_t n = 0; n < lists[l]->count; n++) {
            const rap_act_word *word = lists[l]->items[n];
            if (word->parts.count == 1 && word->noun && !word->verb && !word->roles) {
                return word;
            }
        }
    }
    return NULL;
}

/* "ITU masterminded a forum", "has masterminded": a verb that no table has, by its ending, where a
 * body is its subject and something its object. Its class is "unknown": the object tells the act.
 */
static const rap_act_verb unknown_verb = {.lemma = {"unknown", 7}, .verb_class = {"unknown", 7}};
static const rap_act_word unknown_past = {.verb = &unknown_verb,
                                          .forms = RAP_FORM_PAST | RAP_FORM_PARTICIPLE};
static const rap_act_word unknown_perfect = {.verb = &unknown_verb, .forms = RAP_FORM_PARTICIPLE};

static const rap_act_word *unknown_verb_at(const rap_clause *clause, const rap_item *item)
{
    enum { SHORTEST = 5 };
    const rap_act_language *language = clause->language;
    size_t i = clause->items.count;
    if (item->kind != RAP_ITEM_WORD || item->word || item->is_capital ||
        item->folded.length < SHORTEST) {
        return NULL;
    }
    while (i > 0 && rap_item_has(&clause->items.items[i - 1], RAP_ROLE_ADVERB)) {
        i--;
    }
    const rap_item *previous = i > 0 ? &clause->items.items[i - 1] : NULL;
    if (!previous) {
        return NULL;
    }
    if (rap_item_has(previous, RAP_ROLE_HAVE) &&
        rap_act_ends_as(&language->perfects, item->folded)) {
        return &unknown_perfect;
    }
    const rap_mention *m = rap_item_mention(clause, previous);
    bool body = m && (m->kind == RAP_MENTION_ORGANIZATION || m->kind == RAP_MENTION_PERSON ||
                      m->kind == RAP_MENTION_PARLIAMENT);
    bool acts = body || (previous->word && previous->word->anaphor);
    return acts && rap_act_ends_as(&language->pasts, item->folded) ? &unknown_past : NULL;
}

void rap_clause_read(rap_clause *clause, rap_span sentence, size_t mention)
{
    tokens all = {0};
    int depth = 0;
    clause->items = (rap_items){0};
    tokenize(clause, sentence, mention, &all);
    for (size_t i = 0; i < all.count;) {
        rap_item item = all.items[i].item;
        size_t used = 1;
        if (all.items[i].is_word) {
            item.word = longest(clause, &all, i, &used);
            item.span.end = all.items[i + used - 1].item.span.end;
            item.word = item.word ? item.word : noun_of_compound(clause, item.folded);
            item.word = item.word ? item.word : unknown_verb_at(clause, &item);
        }
        if (item.kind == RAP_ITEM_MENTION) {
            name_unknown_body(clause, &item);
        }
        depth += item.kind == RAP_ITEM_OPEN;
        item.in_parentheses = depth > 0;
        depth -= item.kind == RAP_ITEM_CLOSE && depth > 0;
        RAP_PUSH(clause->arena, &clause->items, item);
        i += used;
    }
}

bool rap_item_opens_infinitive(const rap_clause *clause, uint32_t index)
{
    const rap_item *items = clause->items.items;
    uint32_t next = index + 1;
    while (next < clause->items.count && rap_item_has(&items[next], RAP_ROLE_ADVERB)) {
        next++;
    }
    if (next >= clause->items.count || items[next].kind != RAP_ITEM_WORD) {
        return false;
    }
    const rap_act_word *word = items[next].word;
    if (!word) {
        return clause->language->infinitives.count > 0
                   ? rap_act_ends_as_infinitive(clause->language, items[next].folded)
                   : !items[next].is_capital;
    }
    if (word->verb && (word->forms & RAP_FORM_BASE)) {
        return true;
    }
    return rap_item_has(&items[next], RAP_ROLE_BE) || rap_item_has(&items[next], RAP_ROLE_HAVE);
}

bool rap_item_is_noun(const rap_clause *clause, uint32_t index)
{
    static const uint64_t governs = RAP_ROLE_BIT(RAP_ROLE_IN) | RAP_ROLE_BIT(RAP_ROLE_BY) |
                                    RAP_ROLE_BIT(RAP_ROLE_MEANS) | RAP_ROLE_BIT(RAP_ROLE_TOPIC) |
                                    RAP_ROLE_BIT(RAP_ROLE_AND) | RAP_ROLE_BIT(RAP_ROLE_ADVERB) |
                                    RAP_ROLE_BIT(RAP_ROLE_FOR);
    static const uint64_t follows = RAP_ROLE_BIT(RAP_ROLE_IN) | RAP_ROLE_BIT(RAP_ROLE_TO) |
                                    RAP_ROLE_BIT(RAP_ROLE_TOPIC) | RAP_ROLE_BIT(RAP_ROLE_AND) |
                                    RAP_ROLE_BIT(RAP_ROLE_OF) | RAP_ROLE_BIT(RAP_ROLE_FOR);
    const rap_item *items = clause->items.items;
    const rap_act_word *word = items[index].word;
    if (!word || !word->noun || !(word->forms & RAP_FORM_GERUND)) {
        return false;
    }
    const rap_item *before = index > 0 ? &items[index - 1] : NULL;
    const rap_item *behind = index + 1 < clause->items.count ? &items[index + 1] : NULL;
    bool governed = !before || before->kind == RAP_ITEM_COMMA || before->mention != UINT32_MAX ||
                    (before->word && (before->word->roles & governs));
    bool alone = !behind || (behind->kind != RAP_ITEM_WORD && behind->kind != RAP_ITEM_MENTION) ||
                 (behind->word && (behind->word->roles & follows));
    return !governed || alone;
}

bool rap_item_names_government(const rap_clause *clause, const rap_item *item)
{
    const rap_mention *m = rap_item_mention(clause, item);
    rap_str text = rap_block_slice(clause->block, m->span);
    for (size_t at = 0; at < text.length;) {
        size_t end = rap_act_word_end(text, at);
        if (end == at) {
            rap_utf8_next(text, &at);
            continue;
        }
        rap_str word = rap_act_fold(clause->arena, clause->language, rap_str_slice(text, at, end));
        const rap_act_words *same = rap_map_find(clause->language->first_word, word);
        for (size_t n = 0; same && n < same->count; n++) {
            if (same->items[n]->roles & RAP_ROLE_BIT(RAP_ROLE_GOVERNMENT)) {
                return true;
            }
        }
        at = end;
    }
    return false;
}
