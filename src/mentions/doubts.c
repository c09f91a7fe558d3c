/* Acronyms that are those of a body and may mean something else: words in a text all in capitals,
 * what stands for another thing more often, and what the document defines otherwise. */
#include "rules.h"

#include <unicode/uchar.h>

/* No letter of the block is a small one, and there are others than those of the acronym. */
static bool is_all_capitals(rap_str text, size_t acronym)
{
    size_t letters = 0;
    for (size_t at = 0; at < text.length;) {
        UChar32 c = (UChar32)rap_utf8_next(text, &at);
        if (u_islower(c)) {
            return false;
        }
        letters += u_isalpha(c) != 0;
    }
    return letters > acronym;
}

bool rap_mention_is_doubtful(const rap_mention_work *work, size_t start, const rap_name_hit *hit)
{
    rap_name_hit doubt = {0};
    if (!(hit->name->flags & RAP_NAME_EXACT) || hit->name->category != RAP_CATEGORY_ENTITY ||
        !rap_names_match(&work->language->doubts, &work->fold, start, &doubt) ||
        doubt.end != hit->end) {
        return false;
    }
    return doubt.name->category == RAP_DOUBT_DEFINED
               ? !rap_map_find(work->learned, hit->name->printed)
               : doubt.name->category == RAP_DOUBT_CAPITALS &&
                     is_all_capitals(work->block_text, hit->name->printed.length);
}

/* The start of the word that ends at `end`; a hyphen parts words. */
static size_t word_start(rap_str text, size_t end)
{
    while (end > 0) {
        size_t before = end;
        UChar32 c = (UChar32)rap_utf8_previous(text, &before);
        if (!u_isalpha(c) && c != '\'' && c != 0x2019) {
            break;
        }
        end = before;
    }
    return end;
}

/* Where the words begin whose initials are the acronym's letters: "official development
 * assistance" before "(ODA)". Words between them may have none. `end` where there are none. */
static size_t spelled_from(rap_str text, size_t end, rap_str acronym)
{
    enum { BETWEEN = 3 };
    size_t at = end, letter = acronym.length;
    int passed = 0;
    while (letter > 0) {
        while (at > 0 && (text.data[at - 1] == ' ' || text.data[at - 1] == '-')) {
            at--;
        }
        size_t start = word_start(text, at), first = start, last = letter;
        if (start == at) {
            return end;
        }
        UChar32 c = (UChar32)rap_utf8_next(text, &first);
        UChar32 wanted = (UChar32)rap_utf8_previous(acronym, &last);
        bool fits = u_foldCase(c, U_FOLD_CASE_DEFAULT) == u_foldCase(wanted, U_FOLD_CASE_DEFAULT);
        passed = fits ? 0 : passed + 1;
        letter = fits ? last : letter;
        if (passed > BETWEEN || (!fits && letter == acronym.length)) {
            return end;
        }
        at = start;
    }
    return at;
}

/* Most of the long words are those of one of the body's names: another spelling of it. */
static bool is_like_name(const rap_mention_work *work, rap_str words, const rap_entity *entity)
{
    rap_fold told = rap_fold_text(&work->rules->fold, work->stems, work->arena, words);
    size_t count = 0, shared = 0;
    for (size_t at = 0; at < told.text.length;) {
        size_t end = at;
        while (end < told.text.length && told.text.data[end] != ' ' && told.text.data[end] != '-') {
            end++;
        }
        rap_str word = rap_str_slice(told.text, at, end);
        bool found = false;
        for (size_t i = 0; i < entity->all_names[work->lang].count && !found; i++) {
            rap_fold name = rap_fold_text(&work->rules->fold, work->stems, work->arena,
                                          entity->all_names[work->lang].items[i].text);
            size_t place = rap_str_find(name.text, word, 0);
            found = place != SIZE_MAX && rap_fold_is_boundary(name.text, place);
        }
        count += word.length > 3;
        shared += word.length > 3 && found;
        at = end + 1;
    }
    return 2 * shared >= count;
}

void rap_mention_learn_other(rap_mention_work *work, const rap_item *item)
{
    rap_str text = work->block_text;
    size_t open = item->start;
    if (open < 2 || text.data[open - 1] != '(' || item->end >= text.length ||
        text.data[item->end] != ')') {
        return;
    }
    for (open--; open > 0 && text.data[open - 1] == ' ';) {
        open--;
    }
    size_t from = spelled_from(text, open, item->name->printed);
    if (from == open || rap_map_find(work->learned, item->name->printed) ||
        is_like_name(work, rap_str_slice(text, from, open), item->name->object)) {
        return;
    }
    rap_mention_set_learned(
        work, item->name->printed,
        (rap_learned){item->name->printed, RAP_STR_NONE, RAP_MENTION_ORGANIZATION});
}
