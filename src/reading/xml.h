/* XML as a tree in the document's arena, for the readers of XML formats.
 *
 * libxml2's SAX interface without network, without entities of the document's own, with limits.
 * A reader gives the names it knows; other elements are kept without name, other attributes are
 * dropped. Prefixes are ignored: the formats read here use no local name twice with text in it.
 */
#ifndef RAP_READING_XML_H
#define RAP_READING_XML_H

#include "reading/reading.h"

enum { RAP_XML_TEXT = -1, RAP_XML_OTHER = -2 };

typedef struct {
    int name; /* index in the reader's names */
    rap_str value;
} rap_xml_attribute;

typedef struct rap_xml_node {
    int16_t tag; /* index in the reader's names, RAP_XML_TEXT or RAP_XML_OTHER */
    uint16_t attribute_count;
    uint32_t line;   /* from 1 */
    uint32_t index;  /* among the siblings with this tag, from 1 */
    uint64_t offset; /* of the start tag's end, in bytes */
    struct rap_xml_node *parent, *first, *last, *next, *previous;
    rap_xml_attribute *attributes;
    rap_str text; /* of a text node */
} rap_xml_node;

typedef struct {
    const char *const *names;
    size_t count;
    size_t nodes;       /* at most so many; 0: four million */
    const char *format; /* for messages: "Akoma Ntoso XML" */
} rap_xml_vocabulary;

/* The root element; NULL with *error (position: the line) where the bytes are not well formed,
 * declare entities, or go over a limit. */
rap_xml_node *rap_xml_parse(const rap_read_limits *limits, rap_arena *arena, rap_str bytes,
                            const rap_xml_vocabulary *vocabulary, rap_error *error);

/* The attribute's value; empty where there is none. */
rap_str rap_xml_attribute_of(const rap_xml_node *node, int name);
/* The first child element with this tag, or NULL. */
rap_xml_node *rap_xml_child(const rap_xml_node *node, int tag);
/* The next element of the tree below `top` in document order, or NULL behind the last. */
rap_xml_node *rap_xml_walk(const rap_xml_node *top, const rap_xml_node *node);
/* "/root/part/p[3]". */
rap_str rap_xml_path(rap_arena *arena, const rap_xml_node *node,
                     const rap_xml_vocabulary *vocabulary);

/* The local name of the document element, looked for in the first bytes; empty where the bytes do
 * not begin like XML. */
rap_str rap_xml_root_name(rap_str bytes);

#endif
