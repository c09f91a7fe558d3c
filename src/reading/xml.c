#include "xml.h"

#include <libxml/SAX2.h>
#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <string.h>

#define DEFAULT_NODES 4000000u

/* libxml2 keeps one copy of each name, so that a name is found by its address. */
typedef struct {
    const xmlChar *name;
    int index;
} slot;

enum { SLOTS = 1024 };

typedef struct {
    const rap_read_limits *limits;
    rap_arena *arena;
    const rap_xml_vocabulary *vocabulary;
    rap_error *error;
    xmlParserCtxtPtr context;
    slot slots[SLOTS];
    rap_xml_node *root, *open;
    unsigned depth;
    size_t nodes;
    bool failed;
} parser;

static size_t slot_of(const xmlChar *name)
{
    return ((uintptr_t)name >> 3) * 2654435761u % SLOTS;
}

static void learn_names(parser *p)
{
    for (size_t i = 0; i < p->vocabulary->count; i++) {
        const xmlChar *name =
            xmlDictLookup(p->context->dict, (const xmlChar *)p->vocabulary->names[i], -1);
        size_t at = slot_of(name);
        while (p->slots[at].name) {
            at = (at + 1) % SLOTS;
        }
        p->slots[at] = (slot){name, (int)i};
    }
}

static int name_index(const parser *p, const xmlChar *name)
{
    for (size_t at = slot_of(name); p->slots[at].name; at = (at + 1) % SLOTS) {
        if (p->slots[at].name == name) {
            return p->slots[at].index;
        }
    }
    return RAP_XML_OTHER;
}

static void fail(parser *p, rap_error_code code, const char *what)
{
    if (!p->failed) {
        int line = xmlSAX2GetLineNumber(p->context);
        p->failed = true;
        rap_error_set(p->error, code, line, "line %d: %s", line, what);
        xmlStopParser(p->context);
    }
}

static rap_xml_node *append(parser *p, int tag)
{
    size_t most = p->vocabulary->nodes ? p->vocabulary->nodes : DEFAULT_NODES;
    if (p->nodes++ >= most) {
        fail(p, RAP_ERROR_LIMIT, "more elements than can be held; divide the document");
        return NULL;
    }
    rap_xml_node *node = RAP_NEW(p->arena, rap_xml_node);
    node->tag = (int16_t)tag;
    node->line = (uint32_t)xmlSAX2GetLineNumber(p->context);
    node->parent = p->open;
    node->index = 1;
    if (!p->open) {
        return node;
    }
    node->previous = p->open->last;
    if (p->open->last) {
        p->open->last->next = node;
    } else {
        p->open->first = node;
    }
    p->open->last = node;
    for (const rap_xml_node *before = node->previous; tag != RAP_XML_TEXT && before;
         before = before->previous) {
        if (before->tag == tag) {
            node->index = before->index + 1;
            break;
        }
    }
    return node;
}

static void refuse_depth(parser *p)
{
    p->failed = true;
    rap_limit_exceeded(
        p->error, p->limits, RAP_LIMIT_NESTING,
        "elements are nested deeper than %u: the file is damaged or made to do harm; "
        "get it from its source",
        p->limits->depth);
    xmlStopParser(p->context);
}

static void on_start(void *user, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri,
                     int namespace_count, const xmlChar **namespaces, int attribute_count,
                     int default_count, const xmlChar **attributes)
{
    (void)prefix, (void)uri, (void)namespace_count, (void)namespaces, (void)default_count;
    parser *p = user;
    if (p->failed) {
        return;
    }
    if (++p->depth > p->limits->depth) {
        refuse_depth(p);
        return;
    }
    rap_xml_node *node = append(p, name_index(p, name));
    if (!node) {
        return;
    }
    node->offset =
        p->context->input->consumed + (uint64_t)(p->context->input->cur - p->context->input->base);
    if (!p->root) {
        p->root = node;
    }
    p->open = node;
    rap_xml_attribute kept[32];
    uint16_t count = 0;
    for (int i = 0; i < attribute_count && count < 32; i++) {
        const xmlChar **a = attributes + (ptrdiff_t)5 * i;
        int known = name_index(p, a[0]);
        if (known >= 0) {
            kept[count].name = known;
            kept[count++].value =
                rap_str_copy(p->arena, (rap_str){(const char *)a[3], (size_t)(a[4] - a[3])});
        }
    }
    if (count) {
        node->attributes = RAP_NEW_ARRAY(p->arena, rap_xml_attribute, count);
        memcpy(node->attributes, kept, count * sizeof *kept);
        node->attribute_count = count;
    }
}

static void on_end(void *user, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri)
{
    (void)name, (void)prefix, (void)uri;
    parser *p = user;
    if (!p->failed && p->open) {
        p->open = p->open->parent;
        p->depth--;
    }
}

static void on_text(void *user, const xmlChar *text, int length)
{
    parser *p = user;
    if (p->failed || !p->open || length <= 0) {
        return;
    }
    size_t more = (size_t)length;
    rap_xml_node *last = p->open->last;
    if (last && last->tag == RAP_XML_TEXT) {
        char *data = rap_arena_grow(p->arena, (char *)(uintptr_t)last->text.data, last->text.length,
                                    last->text.length + more);
        memcpy(data + last->text.length, text, more);
        last->text = (rap_str){data, last->text.length + more};
        return;
    }
    rap_xml_node *node = append(p, RAP_XML_TEXT);
    if (node) {
        char *data = rap_arena_take(p->arena, more);
        memcpy(data, text, more);
        node->text = (rap_str){data, more};
    }
}

static void on_entity(void *user, const xmlChar *name, int type, const xmlChar *public_id,
                      const xmlChar *system_id, xmlChar *content)
{
    (void)name, (void)type, (void)public_id, (void)system_id, (void)content;
    fail(user, RAP_ERROR_FORMAT,
         "the file declares entities of its own, which are not read for safety");
}

static xmlEntityPtr get_entity(void *user, const xmlChar *name)
{
    (void)user;
    return xmlGetPredefinedEntity(name);
}

static void on_error(void *user, xmlErrorPtr e)
{
    parser *p = user;
    if (p->failed || e->level < XML_ERR_ERROR || e->domain == XML_FROM_NAMESPACE) {
        return;
    }
    char what[256];
    size_t length = e->message ? strcspn(e->message, "\r\n") : 0;
    length = length < sizeof what ? length : sizeof what - 1;
    while (length && (e->message[length] & 0xC0) == 0x80) {
        length--; /* no half character */
    }
    memcpy(what, e->message ? e->message : "", length);
    what[length] = '\0';
    p->failed = true;
    rap_error_set(p->error, RAP_ERROR_FORMAT, e->line, "line %d: not well-formed XML: %s", e->line,
                  what);
    xmlStopParser(p->context);
}

static void release(void *holder)
{
    xmlParserCtxtPtr *context = holder;
    if (*context) {
        xmlFreeDoc((*context)->myDoc);
        (*context)->myDoc = NULL;
        xmlFreeParserCtxt(*context);
        *context = NULL;
    }
}

static bool set_up(parser *p, rap_str bytes)
{
    if (!bytes.length || bytes.length > INT32_MAX) {
        return rap_error_set(p->error, RAP_ERROR_LIMIT, -1, "%s: %s", p->vocabulary->format,
                             bytes.length ? "too large to be read as XML" : "empty");
    }
    xmlParserCtxtPtr *holder = RAP_NEW(p->arena, xmlParserCtxtPtr);
    rap_arena_defer(p->arena, release, holder);
    *holder = p->context = xmlCreateMemoryParserCtxt(bytes.data, (int)bytes.length);
    if (!p->context) {
        return rap_error_set(p->error, RAP_ERROR_MEMORY, -1, "out of memory");
    }
    xmlSAXHandler *sax = p->context->sax;
    memset(sax, 0, sizeof *sax);
    sax->initialized = XML_SAX2_MAGIC;
    sax->startElementNs = on_start;
    sax->endElementNs = on_end;
    sax->characters = sax->cdataBlock = sax->ignorableWhitespace = on_text;
    sax->entityDecl = on_entity;
    sax->getEntity = get_entity;
    sax->serror = on_error;
    /* Above 256 levels the library has a limit of its own. */
    xmlCtxtUseOptions(p->context, XML_PARSE_NONET |
                                      (p->limits->depth > xmlParserMaxDepth ? XML_PARSE_HUGE : 0));
    p->context->userData = p;
    learn_names(p);
    bool parsed = xmlParseDocument(p->context) == 0;
    if (!parsed && !p->failed) {
        fail(p, RAP_ERROR_FORMAT, "not well-formed XML");
    }
    release(holder);
    return !p->failed && p->root;
}

rap_xml_node *rap_xml_parse(const rap_read_limits *limits, rap_arena *arena, rap_str bytes,
                            const rap_xml_vocabulary *vocabulary, rap_error *error)
{
    rap_error ignored;
    parser *p = RAP_NEW(arena, parser);
    p->limits = limits;
    p->arena = arena;
    p->vocabulary = vocabulary;
    p->error = error ? error : &ignored;
    return set_up(p, bytes) ? p->root : NULL;
}

rap_str rap_xml_attribute_of(const rap_xml_node *node, int name)
{
    for (int i = 0; i < node->attribute_count; i++) {
        if (node->attributes[i].name == name) {
            return node->attributes[i].value;
        }
    }
    return RAP_STR_NONE;
}

rap_xml_node *rap_xml_child(const rap_xml_node *node, int tag)
{
    rap_xml_node *child = node->first;
    while (child && child->tag != tag) {
        child = child->next;
    }
    return child;
}

rap_xml_node *rap_xml_walk(const rap_xml_node *top, const rap_xml_node *node)
{
    do {
        if (node->first) {
            node = node->first;
        } else {
            while (node != top && !node->next) {
                node = node->parent;
            }
            if (node == top) {
                return NULL;
            }
            node = node->next;
        }
    } while (node->tag == RAP_XML_TEXT);
    return (rap_xml_node *)(uintptr_t)node;
}

static void put_path(rap_buf *out, const rap_xml_node *node, const rap_xml_vocabulary *vocabulary)
{
    if (node->parent) {
        put_path(out, node->parent, vocabulary);
    }
    rap_buf_put_byte(out, '/');
    rap_buf_put_c(out, node->tag >= 0 ? vocabulary->names[node->tag] : "*");
    bool is_one = node->index == 1;
    for (const rap_xml_node *after = node->next; is_one && after; after = after->next) {
        is_one = after->tag != node->tag;
        if (after->tag != RAP_XML_TEXT) {
            break; /* far enough: "[1]" may stand for an only child as well */
        }
    }
    if (!is_one) {
        rap_buf_format(out, "[%u]", (unsigned)node->index);
    }
}

rap_str rap_xml_path(rap_arena *arena, const rap_xml_node *node,
                     const rap_xml_vocabulary *vocabulary)
{
    rap_buf out;
    rap_buf_init(&out, arena);
    put_path(&out, node, vocabulary);
    return rap_buf_str(&out);
}

rap_str rap_xml_root_name(rap_str bytes)
{
    rap_str head = rap_str_slice(bytes, 0, 65536);
    if (rap_str_starts(head, RAP_STR("\xEF\xBB\xBF"))) {
        head = rap_str_slice(head, 3, head.length);
    }
    head = rap_str_trim(head);
    size_t at = 0;
    while (at + 1 < head.length && head.data[at] == '<') {
        char kind = head.data[at + 1];
        if (kind != '?' && kind != '!') {
            size_t start = at + 1, end = start;
            while (end < head.length && !strchr(" \t\r\n/>", head.data[end])) {
                if (head.data[end++] == ':') {
                    start = end;
                }
            }
            return rap_str_slice(head, start, end);
        }
        bool is_comment = rap_str_starts(rap_str_slice(head, at, head.length), RAP_STR("<!--"));
        rap_str close = is_comment ? RAP_STR("-->") : kind == '?' ? RAP_STR("?>") : RAP_STR(">");
        at = rap_str_find(head, close, at + 2);
        if (at == SIZE_MAX) {
            break;
        }
        at += close.length;
        while (at < head.length && strchr(" \t\r\n]>", head.data[at])) {
            at++;
        }
    }
    return RAP_STR_NONE;
}
