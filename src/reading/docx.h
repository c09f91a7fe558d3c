/* The reader of DOCX, in six files: docx.c (parts, tables, notes), docx_text.c (paragraphs and
 * runs), docx_style.c (styles, tracked changes), docx_number.c (automatic numbering), docx_format.c
 * (numbers as printed), docx_symbol.c (fonts of signs).
 * Source of the format: ECMA-376, Office Open XML, part 1 (WordprocessingML). */
#ifndef RAP_READING_DOCX_H
#define RAP_READING_DOCX_H

#include "runs.h"
#include "xml.h"

#include "base/map.h"

/* Elements and attributes that mean something to the reader, by local name. */
/* clang-format off */
#define RAP_DOCX_NAMES(X) \
    X(document) X(body) X(p) X(r) X(t) X(tab) X(ptab) X(br) X(cr) X(noBreakHyphen) X(sym) \
    X(fldChar) X(instrText) X(del) X(moveFrom) X(delText) X(delInstrText) X(tbl) X(tr) X(tc) \
    X(trPr) X(tcPr) X(tblPr) X(pPr) X(rPr) X(sectPr) X(pStyle) X(rStyle) X(numPr) X(ilvl) \
    X(numId) X(outlineLvl) X(i) X(b) X(iCs) X(bCs) X(lang) X(vanish) X(webHidden) X(vertAlign) \
    X(footnoteReference) X(endnoteReference) X(footnote) X(endnote) X(AlternateContent) \
    X(Choice) X(Fallback) X(txbxContent) X(styles) X(style) X(basedOn) X(name) X(type) \
    X(default) X(styleId) X(val) X(numbering) X(abstractNum) X(num) X(abstractNumId) X(lvl) \
    X(lvlOverride) X(startOverride) X(start) X(numFmt) X(lvlText) X(lvlRestart) X(isLgl) \
    X(numStyleLink) X(styleLink) X(id) X(fldCharType) X(customMarkFollows) X(Relationship) \
    X(Target) X(Type) X(bidi) X(eastAsia) X(char) X(rt) X(rtl) X(vMerge) X(sdtPr) X(sdtEndPr) \
    X(footnotePr) X(endnotePr) X(numStart) X(gridSpan) X(headerReference) X(titlePg) X(Id) \
    X(ins) X(moveTo) X(pPrChange) X(rPrChange) X(cellIns) X(cellDel) X(altChunk) X(font) X(rFonts) X(ascii) X(hAnsi)
/* clang-format on */

#define RAP_DOCX_ENUM(name) DOCX_##name,
enum { RAP_DOCX_NAMES(RAP_DOCX_ENUM) DOCX_COUNT };

extern const rap_xml_vocabulary rap_docx_vocabulary;

enum { RAP_DOCX_LEVELS = 9 };

/* A style with what it inherits worked in. */
typedef struct {
    rap_str id, based_on;
    int outline;      /* heading level from 0, -1: none */
    int num_id;       /* -1: none told */
    int ilvl;         /* -1: none told */
    int italic, bold; /* -1: not told */
    int hidden;       /* -1: not told */
    rap_look look;    /* title, caption; else plain */
    bool is_contents; /* a line of a table of contents */
    bool is_resolved;
} rap_docx_style;

typedef struct {
    int start, restart; /* restart: -1 not told */
    bool is_legal;
    rap_str format, text;
} rap_docx_level;

/* A numbering as defined (abstractNum) with where it stands. */
typedef struct {
    rap_docx_level levels[RAP_DOCX_LEVELS];
    int counts[RAP_DOCX_LEVELS];
    bool is_counted[RAP_DOCX_LEVELS];
    rap_str paragraph_styles[RAP_DOCX_LEVELS]; /* of the style that stands there */
    rap_str style_link;
} rap_docx_list;

/* A numbering as used (num): a list, with changes of its own. */
typedef struct {
    rap_docx_list *list;
    rap_docx_level *changed[RAP_DOCX_LEVELS];
    int start[RAP_DOCX_LEVELS]; /* -1: none */
} rap_docx_num;

typedef struct {
    rap_map *styles;           /* styleId -> rap_docx_style */
    rap_docx_style *paragraph; /* the default paragraph style, or NULL */
    rap_map *lists, *nums;     /* id -> rap_docx_list, rap_docx_num */
} rap_docx_styles;

typedef RAP_VEC(const rap_xml_node *) rap_docx_nodes;

/* How notes are numbered, and the last number. */
typedef struct {
    rap_str format;
    int last;
} rap_docx_marks;

typedef struct {
    const rap_reading *reading;
    rap_source *source;
    rap_docx_styles styles;
    const rap_map *footnotes, *endnotes; /* id -> rap_xml_node */
    const char *part;                    /* path of the part being read, for origins */
    unsigned paragraphs;                 /* w:p seen in the part */
    rap_docx_marks footnote_marks, endnote_marks;
    int field_depth;  /* fields open */
    uint64_t in_code; /* bit n: field n is before its result */
    bool in_cell, is_over;
    rap_runs pending; /* text before a deleted paragraph mark */
    bool has_pending;
    rap_docx_nodes boxes;              /* text boxes met in the paragraph */
    rap_blocks notes;                  /* appended at the end */
    size_t lang_bytes[RAP_LANG_COUNT]; /* of the paragraph's text, as tagged */
    bool has_changes;                  /* it holds tracked changes */
} rap_docx;

/* An on/off property: absent -1, "0" and "false" 0, else 1. */
int rap_docx_toggle(const rap_xml_node *properties, int tag);
/* w:val of a child as a number, `otherwise` where there is none. */
int rap_docx_number(const rap_xml_node *properties, int tag, int otherwise);
rap_str rap_docx_value(const rap_xml_node *properties, int tag);

void rap_docx_read_styles(rap_arena *arena, const rap_xml_node *styles, rap_docx_styles *ret);
/* The style of that id, or NULL. */
const rap_docx_style *rap_docx_style_of(const rap_docx_styles *styles, rap_str id);

void rap_docx_read_numbering(rap_arena *arena, const rap_xml_node *numbering,
                             rap_docx_styles *styles);
/* Counts one paragraph of the numbering on, and gives its number as printed; empty for bullets and
 * unknown numberings. *ret_is_item: whether there is such a numbering at all. */
rap_str rap_docx_count(rap_arena *arena, rap_docx_styles *styles, int num_id, int ilvl,
                       bool *ret_is_item);

/* A number in one of the formats of ST_NumberFormat; those not known print as decimal numbers. */
void rap_docx_put_number(rap_buf *out, rap_str format, int number);
/* The same as a text. */
rap_str rap_docx_format(rap_arena *arena, rap_str format, int number);
/* The level that a list keeps for paragraphs of a style, or -1. */
int rap_docx_level_of_style(rap_arena *arena, rap_docx_styles *styles, int num_id, rap_str style);

/* What a tracked change is: nothing, put in, or taken out. As it is read, the one or the other is
 * not there. */
bool rap_docx_is_absent(rap_docx *docx, int tag);
/* Properties (w:pPr, w:rPr) as they are read: those before a tracked change of them where the
 * document is read as it was before its changes. */
const rap_xml_node *rap_docx_properties(rap_docx *docx, const rap_xml_node *holder, int tag,
                                        int change);

/* What a code of a font of signs (Symbol, Wingdings; 0x20 to 0xFF, or 0xF020 to 0xF0FF as Word
 * writes them) stands for in Unicode; 0 where the font is another or the sign is no text. */
uint32_t rap_docx_symbol(rap_str font, uint32_t code);

/* Reads one w:p into blocks. */
void rap_docx_paragraph(rap_docx *docx, const rap_xml_node *paragraph);
/* Everything in a body, cell, text box or content control. */
void rap_docx_blocks(rap_docx *docx, const rap_xml_node *holder);
/* Text of a note's paragraphs; marks of further notes in it are dropped. */
rap_str rap_docx_note_text(rap_docx *docx, const rap_xml_node *note);

#endif
