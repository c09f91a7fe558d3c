/* Activities that "same as" links join are told once, in one language, with all their sources. */
#include "facts.h"

#include "model/record.h"
#include "register/register.h"

/* The language that activities told in several are told in: the report's, else that with most. */
static rap_lang language_kept(const rap_story *story)
{
    size_t counts[RAP_LANG_COUNT] = {0};
    for (size_t i = 0; i < story->facts.count; i++) {
        counts[story->facts.items[i]->lang]++;
    }
    rap_lang wanted = rap_words_lang(story->words), most = RAP_LANG_NONE;
    for (int lang = 0; lang < RAP_LANG_COUNT; lang++) {
        most = counts[lang] > counts[most] ? (rap_lang)lang : most;
    }
    return counts[wanted] ? wanted : most;
}

static const rap_strs *group_of(const rap_story *story, const rap_register_same *same,
                                const rap_told *fact)
{
    if (fact->block < 0) {
        return NULL;
    }
    return rap_register_same_group(
        same, rap_record_activity_name(story->arena, fact->doc, fact->lang, fact->para,
                                       (uint32_t)fact->block, (uint32_t)fact->start));
}

static rap_str key_of(const rap_strs *const *group)
{
    return (rap_str){(const char *)group, sizeof *group};
}

static void note_also(rap_story *story, rap_told *kept, const rap_told *gone)
{
    if (kept->source != gone->source || !rap_str_equal(kept->para, gone->para)) {
        RAP_PUSH(story->arena, &kept->also, (rap_also){gone->para, gone->source});
    } else {
        gone->source->used--;
    }
}

bool rap_story_merge(rap_story *story)
{
    rap_register_same *same = rap_register_same_read(story->reg, story->arena, story->error);
    if (!same) {
        return false;
    }
    size_t count = story->facts.count, kept = 0;
    const rap_strs **groups = RAP_NEW_ARRAY(story->arena, const rap_strs *, count + 1);
    rap_map *told = rap_map_new(story->arena);
    rap_lang lang = language_kept(story);
    for (size_t i = 0; i < count; i++) {
        rap_told *fact = story->facts.items[i];
        groups[i] = group_of(story, same, fact);
        const rap_told *first = groups[i] ? rap_map_find(told, key_of(&groups[i])) : NULL;
        if (groups[i] && (!first || (first->lang != lang && fact->lang == lang))) {
            rap_map_set(told, key_of(&groups[i]), fact);
        }
    }
    for (size_t i = 0; i < count; i++) {
        rap_told *fact = story->facts.items[i];
        rap_told *first = groups[i] ? rap_map_find(told, key_of(&groups[i])) : fact;
        if (first == fact) {
            story->facts.items[kept++] = fact;
        } else {
            note_also(story, first, fact);
        }
    }
    story->facts.count = kept;
    return true;
}
