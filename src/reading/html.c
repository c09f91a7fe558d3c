#include "html.h"

#include "readers.h"
#include "xml.h"

#include <string.h>

/* Larger pages are none: gumbo needs up to twenty times their size. */
#define PAGE_MOST ((size_t)32 << 20)

/* -- recognition ---------------------------------------------------------------------------------
 */

static bool is_named_html(rap_str name)
{
    static const char *const endings[] = {".html", ".htm", ".xhtml", ".HTML", ".HTM"};
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        if (rap_str_ends(name, rap_str_of(endings[i]))) {
            return true;
        }
    }
    return false;
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

/* How sure the first bytes make it; NULs are passed over, so that UTF-16 is seen through. */
static int recognize(rap_str bytes, rap_str file_name)
{
    static const struct {
        const char *sign;
        int sure;
    } signs[] = {{"<!doctype html", 95}, {"<html", 90}, {"<head", 70}, {"<body", 70},
                 {"<title", 50},         {"<meta", 40}, {"<div", 40},  {"<p>", 30}};
    char head[2049];
    size_t count = 0;
    for (size_t i = 0; i < bytes.length && count < sizeof head - 1 && i < 4096; i++) {
        if (bytes.data[i]) {
            head[count++] = lower(bytes.data[i]);
        }
    }
    head[count] = '\0';
    rap_str text = {head, count};
    size_t first = rap_str_starts(text, RAP_STR("\xEF\xBB\xBF")) ? 3 : 0;
    while (first < count && strchr(" \t\r\n\xFF\xFE", head[first])) {
        first++;
    }
    size_t start = rap_str_find(text, RAP_STR("<"), 0);
    bool is_named = is_named_html(file_name);
    int sure = is_named && start != SIZE_MAX ? 60 : 0;
    for (size_t i = 0; start != SIZE_MAX && i < sizeof signs / sizeof *signs; i++) {
        /* a text may speak of tags: it must begin with one, unless the name agrees */
        size_t found = rap_str_find(text, rap_str_of(signs[i].sign), 0);
        if (found != SIZE_MAX && (start == first || is_named) && signs[i].sure > sure) {
            sure = signs[i].sure;
        }
    }
    return sure;
}

/* -- parsing -------------------------------------------------------------------------------------
 */

/* The encoding that the page itself names, "charset=..."; empty where none. */
static rap_str declared_encoding(rap_str bytes)
{
    rap_str head = rap_str_slice(bytes, 0, 4096);
    for (size_t i = 0; i + 8 < head.length; i++) {
        if (!rap_str_equal_nocase(rap_str_slice(head, i, i + 8), RAP_STR("charset="))) {
            continue;
        }
        size_t start = i + 8;
        while (start < head.length && strchr("\"' ", head.data[start])) {
            start++;
        }
        size_t end = start;
        while (end < head.length && !strchr("\"'; />", head.data[end])) {
            end++;
        }
        return rap_str_slice(head, start, end);
    }
    return RAP_STR_NONE;
}

static void *take(void *arena, size_t size)
{
    return rap_arena_take(arena, size);
}

static void leave(void *arena, void *object)
{
    (void)arena, (void)object; /* all is freed with the arena */
}

static void free_arena(void *holder)
{
    rap_arena **arena = holder;
    rap_arena_free(*arena);
    *arena = NULL;
}

/* gumbo's tree in an arena of its own, so that a page cannot take more than its share. */
static const GumboNode *parse(rap_arena *scratch, rap_str text)
{
    GumboOptions options = kGumboDefaultOptions;
    options.allocator = take;
    options.deallocator = leave;
    options.userdata = scratch;
    options.max_errors = 0;
    return gumbo_parse_with_options(&options, text.data, text.length)->root;
}

static void read_page(rap_html *html, const GumboNode *root)
{
    rap_source *source = html->source;
    const GumboNode *body = rap_html_find(root, GUMBO_TAG_BODY);
    body = body ? body : root;
    source->lang = rap_lang_of_code(rap_html_attribute(root, "lang"));
    const GumboNode *main = rap_html_main(body);
    rap_html_blocks(html, main);
    const GumboNode *title = rap_html_find(root, GUMBO_TAG_TITLE);
    if (!source->cover.title.length && title && title->v.element.children.length) {
        const GumboNode *text = title->v.element.children.data[0];
        if (text->type == GUMBO_NODE_TEXT) {
            source->cover.title = rap_text_clean(source->arena, rap_str_of(text->v.text.text));
        }
    }
    rap_tie_notes(source->arena, &source->blocks, 0);
}

static bool read_guarded(rap_html *html, rap_arena *scratch, rap_str text, rap_error *error)
{
    if (RAP_ARENA_GUARD(scratch)) {
        return rap_limit_exceeded(error, &html->reading->limits, RAP_LIMIT_UNPACKED,
                                  "the page needs more than %zu MiB of memory; divide it",
                                  html->reading->limits.unpacked_bytes >> 20);
    }
    const GumboNode *root = parse(scratch, text);
    rap_arena_unguard(scratch);
    read_page(html, root);
    return true;
}

static bool read_html(const rap_reading *reading, rap_str bytes, rap_source *source,
                      rap_error *error)
{
    rap_arena *arena = source->arena;
    rap_str text;
    rap_replaced replaced;
    if (bytes.length > PAGE_MOST) {
        return rap_error_set(error, RAP_ERROR_LIMIT, -1,
                             "a page of %zu MB, more than the %zu MB that are read; divide it",
                             bytes.length >> 20, PAGE_MOST >> 20);
    }
    if (!rap_text_decode(arena, bytes, declared_encoding(bytes), &text, &source->encoding,
                         &replaced, error) ||
        !rap_html_is_safe(text, &reading->limits, error)) {
        return false;
    }
    rap_arena **scratch = RAP_NEW(arena, rap_arena *);
    rap_arena_defer(arena, free_arena, scratch);
    *scratch = rap_arena_new(reading->limits.unpacked_bytes);
    if (!*scratch) {
        return rap_error_set(error, RAP_ERROR_MEMORY, -1, "out of memory");
    }
    rap_html html = {.reading = reading, .source = source};
    html.has_offsets = rap_str_is(source->encoding, "UTF-8");
    bool is_read = read_guarded(&html, *scratch, text, error);
    free_arena(scratch);
    if (!is_read) {
        return false;
    }
    if (html.is_over) {
        return rap_refuse_blocks(reading, error);
    }
    rap_warn_replaced(source, replaced);
    return source->blocks.count ||
           rap_error_set(error, RAP_ERROR_FORMAT, -1, "no text in this page");
}

const rap_reader rap_reader_html = {"html", "HTML", recognize, read_html, true};
