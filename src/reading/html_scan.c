#include "html.h"

#include <string.h>

enum { ATTRIBUTES_MOST = 1000, DEPTH_FACTOR = 4, NAME_MOST = 32 };

/* -- before parsing ------------------------------------------------------------------------------
 */

static bool is_one_of(rap_str name, const char *const *names)
{
    for (; *names; names++) {
        if (rap_str_equal_nocase(name, rap_str_of(*names))) {
            return true;
        }
    }
    return false;
}

/* Elements that never hold others, and those whose end may be left out: the parser closes them. */
static const char *const unnested[] = {
    "area",  "base",   "br",    "col",   "embed",  "hr",   "img",  "input", "link", "meta",
    "param", "source", "track", "wbr",   "p",      "li",   "td",   "th",    "tr",   "dt",
    "dd",    "tbody",  "thead", "tfoot", "option", "html", "head", "body",  NULL};
/* Elements whose content is text, whatever it looks like. */
static const char *const raw[] = {"script", "style", "textarea", "title", "xmp", "noframes", NULL};

typedef struct {
    rap_str text;
    size_t at;
    rap_str open[1024 + 1];
    size_t depth, most;
    unsigned in_svg;
    const rap_read_limits *limits;
} scanner;

static bool is_name_end(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '/' || c == '>';
}

static rap_str tag_name(scanner *s)
{
    size_t start = s->at;
    while (s->at < s->text.length && !is_name_end(s->text.data[s->at])) {
        s->at++;
    }
    return rap_str_slice(s->text, start, s->at);
}

/* Moves behind the tag's '>'; the number of its attributes, about. */
static size_t skip_attributes(scanner *s, bool *ret_is_closed)
{
    size_t count = 0;
    char quote = 0, before = ' ';
    for (; s->at < s->text.length; s->at++) {
        char c = s->text.data[s->at];
        if (quote) {
            quote = c == quote ? 0 : quote;
        } else if ((c == '"' || c == '\'') && before == '=') {
            quote = c;
        } else if (c == '>') {
            break;
        } else {
            count += is_name_end(before) && !is_name_end(c);
        }
        before = c;
    }
    *ret_is_closed = before == '/';
    s->at += s->at < s->text.length;
    return count;
}

static void skip_to(scanner *s, rap_str end)
{
    size_t found = rap_str_find(s->text, end, s->at);
    s->at = found == SIZE_MAX ? s->text.length : found + end.length;
}

/* Moves to the end tag of a raw text element. */
static void skip_raw(scanner *s, rap_str name)
{
    for (;;) {
        size_t found = rap_str_find(s->text, RAP_STR("</"), s->at);
        if (found == SIZE_MAX) {
            s->at = s->text.length;
            return;
        }
        s->at = found + 2;
        if (rap_str_equal_nocase(rap_str_slice(s->text, s->at, s->at + name.length), name)) {
            return;
        }
    }
}

static void close_tag(scanner *s, rap_str name)
{
    for (size_t i = s->depth; i-- > 0;) {
        if (rap_str_equal_nocase(s->open[i], name)) {
            s->depth = i;
            return;
        }
    }
}

static bool open_tag(scanner *s, rap_str name, rap_error *error)
{
    bool is_closed;
    size_t attributes = skip_attributes(s, &is_closed);
    if (attributes > ATTRIBUTES_MOST) {
        return rap_error_set(error, RAP_ERROR_LIMIT, (long long)s->at,
                             "byte %zu: an element with %zu attributes; is this a damaged file?",
                             s->at, attributes);
    }
    bool is_svg = rap_str_equal_nocase(name, RAP_STR("svg"));
    bool is_foreign = gumbo_tagn_enum(name.data, (unsigned)name.length) == GUMBO_TAG_UNKNOWN;
    s->in_svg += is_svg;
    if (is_one_of(name, unnested) || (is_closed && is_foreign && s->in_svg)) {
        return true;
    }
    if (is_one_of(name, raw)) {
        skip_raw(s, name);
        return true;
    }
    if (s->depth >= s->most) {
        return rap_limit_exceeded(error, s->limits, RAP_LIMIT_NESTING,
                                  "byte %zu: elements are nested deeper than %zu: the page is "
                                  "damaged or made to do harm; save it again",
                                  s->at, s->most);
    }
    s->open[s->depth++] = name;
    return true;
}

bool rap_html_is_safe(rap_str text, const rap_read_limits *limits, rap_error *error)
{
    scanner s = {.text = text, .limits = limits};
    size_t most = (size_t)limits->depth * DEPTH_FACTOR;
    s.most = most < 1024 ? most : 1024;
    while (s.at < text.length) {
        const char *found = memchr(text.data + s.at, '<', text.length - s.at);
        if (!found) {
            break;
        }
        s.at = (size_t)(found - text.data) + 1;
        char c = s.at < text.length ? text.data[s.at] : ' ';
        if (rap_str_starts(rap_str_slice(text, s.at, s.at + 3), RAP_STR("!--"))) {
            skip_to(&s, RAP_STR("-->"));
        } else if (c == '/') {
            s.at++;
            close_tag(&s, tag_name(&s));
        } else if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) {
            rap_str name = tag_name(&s);
            if (name.length <= NAME_MOST && !open_tag(&s, name, error)) {
                return false;
            }
        }
    }
    return true;
}

/* -- after parsing -------------------------------------------------------------------------------
 */

rap_str rap_html_attribute(const GumboNode *node, const char *name)
{
    if (node->type != GUMBO_NODE_ELEMENT && node->type != GUMBO_NODE_TEMPLATE) {
        return RAP_STR_NONE;
    }
    const GumboAttribute *attribute = gumbo_get_attribute(&node->v.element.attributes, name);
    return rap_str_of(attribute ? attribute->value : NULL);
}

bool rap_html_is_skipped(const GumboNode *node)
{
    static const char *const roles[] = {"navigation", "banner",        "contentinfo",
                                        "search",     "complementary", "menu",
                                        "menubar",    "dialog",        NULL};
    static const bool tags[GUMBO_TAG_LAST] = {
        [GUMBO_TAG_HEAD] = true,     [GUMBO_TAG_SCRIPT] = true,   [GUMBO_TAG_STYLE] = true,
        [GUMBO_TAG_NOSCRIPT] = true, [GUMBO_TAG_TEMPLATE] = true, [GUMBO_TAG_NAV] = true,
        [GUMBO_TAG_ASIDE] = true,    [GUMBO_TAG_FOOTER] = true,   [GUMBO_TAG_BUTTON] = true,
        [GUMBO_TAG_SELECT] = true,   [GUMBO_TAG_TEXTAREA] = true, [GUMBO_TAG_IFRAME] = true,
        [GUMBO_TAG_OBJECT] = true,   [GUMBO_TAG_SVG] = true,      [GUMBO_TAG_MENU] = true,
    };
    if (node->type == GUMBO_NODE_TEMPLATE) {
        return true;
    }
    if (node->type != GUMBO_NODE_ELEMENT) {
        return false;
    }
    if (tags[node->v.element.tag]) {
        return true;
    }
    rap_str style = rap_html_attribute(node, "style");
    return is_one_of(rap_html_attribute(node, "role"), roles) ||
           rap_str_is(rap_html_attribute(node, "aria-hidden"), "true") ||
           gumbo_get_attribute(&node->v.element.attributes, "hidden") ||
           rap_str_find(style, RAP_STR("display:none"), 0) != SIZE_MAX ||
           rap_str_find(style, RAP_STR("display: none"), 0) != SIZE_MAX;
}

static bool has_children(const GumboNode *node)
{
    return node->type == GUMBO_NODE_ELEMENT;
}

typedef struct {
    size_t text, linked, links;
} weight;

static weight weigh(const GumboNode *node, bool is_link)
{
    weight sum = {0};
    if (node->type == GUMBO_NODE_TEXT || node->type == GUMBO_NODE_CDATA) {
        for (const char *c = node->v.text.text; *c; c++) {
            sum.text += (unsigned char)*c > ' ' && ((unsigned char)*c & 0xC0) != 0x80;
        }
        sum.linked = is_link ? sum.text : 0;
        return sum;
    }
    if (!has_children(node) || rap_html_is_skipped(node)) {
        return sum;
    }
    bool is_anchor =
        node->v.element.tag == GUMBO_TAG_A && rap_html_attribute(node, "href").length > 0;
    for (unsigned i = 0; i < node->v.element.children.length; i++) {
        weight child = weigh(node->v.element.children.data[i], is_link || is_anchor);
        sum.text += child.text;
        sum.linked += child.linked;
        sum.links += child.links;
    }
    sum.links += is_anchor;
    return sum;
}

size_t rap_html_weight(const GumboNode *node)
{
    weight sum = weigh(node, false);
    return sum.text - sum.linked;
}

const GumboNode *rap_html_find(const GumboNode *node, GumboTag tag)
{
    if (!has_children(node)) {
        return NULL;
    }
    if (node->v.element.tag == tag) {
        return node;
    }
    const GumboNode *found = NULL;
    for (unsigned i = 0; i < node->v.element.children.length && !found; i++) {
        found = rap_html_find(node->v.element.children.data[i], tag);
    }
    return found;
}

static const GumboNode *find_role(const GumboNode *node)
{
    if (!has_children(node)) {
        return NULL;
    }
    if (rap_str_is(rap_html_attribute(node, "role"), "main")) {
        return node;
    }
    const GumboNode *found = NULL;
    for (unsigned i = 0; i < node->v.element.children.length && !found; i++) {
        found = find_role(node->v.element.children.data[i]);
    }
    return found;
}

/* Goes down while one child holds nearly all of the text that is not links. */
static const GumboNode *densest(const GumboNode *node)
{
    size_t whole = rap_html_weight(node);
    for (int depth = 0; depth < 64; depth++) {
        const GumboNode *best = NULL;
        for (unsigned i = 0; i < node->v.element.children.length; i++) {
            const GumboNode *child = node->v.element.children.data[i];
            bool may_hold = has_children(child) && child->v.element.tag != GUMBO_TAG_P &&
                            child->v.element.tag != GUMBO_TAG_UL &&
                            child->v.element.tag != GUMBO_TAG_OL;
            if (may_hold && rap_html_weight(child) * 100 >= whole * 85) {
                best = child;
                break;
            }
        }
        if (!best || !whole) {
            break;
        }
        node = best;
    }
    return node;
}

const GumboNode *rap_html_main(const GumboNode *body)
{
    size_t whole = rap_html_weight(body);
    const GumboNode *named[] = {rap_html_find(body, GUMBO_TAG_MAIN), find_role(body),
                                rap_html_find(body, GUMBO_TAG_ARTICLE)};
    for (size_t i = 0; i < sizeof named / sizeof *named; i++) {
        /* Of several articles, none is the main one. */
        if (named[i] && rap_html_weight(named[i]) * 2 >= whole) {
            return named[i];
        }
    }
    return densest(body);
}
