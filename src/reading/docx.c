#include "docx.h"

#include "readers.h"
#include "unzip.h"

#include <string.h>

#define NAME_OF(name) #name,
static const char *const names[] = {RAP_DOCX_NAMES(NAME_OF)};

const rap_xml_vocabulary rap_docx_vocabulary = {names, DOCX_COUNT, 0, "DOCX"};

static bool contains(rap_str bytes, const char *needle)
{
    return bytes.length && memmem(bytes.data, bytes.length, needle, strlen(needle)) != NULL;
}

/* Names of parts stand unpacked in a ZIP archive. */
static int recognize(rap_str bytes, rap_str file_name)
{
    (void)file_name;
    if (!rap_str_starts(bytes, RAP_STR("PK\x03\x04")) &&
        !rap_str_starts(bytes, RAP_STR("PK\x05\x06"))) {
        return 0;
    }
    return contains(bytes, "word/") ? 100 : 90; /* other archives: refused with their name */
}

static bool refuse_other(rap_str bytes, const rap_zip *zip, rap_error *error)
{
    static const struct {
        const char *part, *what;
    } others[] = {
        {"xl/workbook.xml", "an Excel workbook; save it as text or PDF"},
        {"ppt/presentation.xml", "a PowerPoint presentation; save it as PDF"},
        {"content.xml", "an OpenDocument file without text; save it as text or PDF"},
        {"META-INF/container.xml", "an EPUB book; save it as HTML or PDF"},
    };
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        if (rap_zip_has(zip, others[i].part)) {
            return rap_error_set(error, RAP_ERROR_FORMAT, -1, "this is %s", others[i].what);
        }
    }
    return rap_error_set(
        error, RAP_ERROR_FORMAT, -1, "%s",
        contains(bytes, "word/") || rap_zip_has(zip, "[Content_Types].xml")
            ? "the DOCX file has no main part; save it again in Word"
            : "this is a ZIP archive, not a document; unpack it and give the files");
}

/* A part as XML; NULL with *error. */
static rap_xml_node *parse_part(const rap_docx *docx, rap_zip *zip, const char *name,
                                rap_error *error)
{
    rap_str bytes;
    rap_error inner;
    if (!rap_zip_read(zip, name, &bytes, error)) {
        return NULL;
    }
    rap_xml_node *root = rap_xml_parse(&docx->reading->limits, docx->source->arena, bytes,
                                       &rap_docx_vocabulary, &inner);
    if (!root) {
        rap_error_set(error, inner.code, inner.position, "part %s, %s", name, inner.message);
    }
    return root;
}

/* The main part, by the archive's relationships; usually word/document.xml. */
static const char *main_part(const rap_docx *docx, rap_zip *zip)
{
    const char *usual = "word/document.xml";
    if (rap_zip_has(zip, usual) || !rap_zip_has(zip, "_rels/.rels")) {
        return usual;
    }
    rap_error ignored;
    const rap_xml_node *root = parse_part(docx, zip, "_rels/.rels", &ignored);
    for (const rap_xml_node *n = root ? root->first : NULL; n; n = n->next) {
        if (n->tag == DOCX_Relationship &&
            rap_str_ends(rap_xml_attribute_of(n, DOCX_Type), RAP_STR("/officeDocument"))) {
            rap_str target = rap_xml_attribute_of(n, DOCX_Target);
            if (rap_str_starts(target, RAP_STR("/"))) {
                target = rap_str_slice(target, 1, target.length);
            }
            return rap_str_c(docx->source->arena, target);
        }
    }
    return usual;
}

/* `name` in the folder of the main part. */
static const char *beside(const rap_docx *docx, const char *name)
{
    const char *slash = strrchr(docx->part, '/');
    int folder = slash ? (int)(slash - docx->part + 1) : 0;
    return rap_arena_format(docx->source->arena, "%.*s%s", folder, docx->part, name);
}

/* An optional part: what is damaged in it costs a warning. */
static rap_xml_node *parse_beside(rap_docx *docx, rap_zip *zip, const char *name)
{
    const char *path = beside(docx, name);
    rap_error error;
    if (!rap_zip_has(zip, path)) {
        return NULL;
    }
    rap_xml_node *root = parse_part(docx, zip, path, &error);
    if (!root) {
        rap_warn(docx->source->arena, &docx->source->warnings, "damaged-part", -1, "%s",
                 error.message);
    }
    return root;
}

static rap_map *read_notes(rap_docx *docx, rap_zip *zip, const char *part, int tag)
{
    rap_map *notes = rap_map_new(docx->source->arena);
    rap_xml_node *root = parse_beside(docx, zip, part);
    for (rap_xml_node *n = root ? root->first : NULL; n; n = n->next) {
        if (n->tag == tag) {
            rap_map_set(notes, rap_xml_attribute_of(n, DOCX_id), n);
        }
    }
    return notes;
}

/* Path of the part that the main part calls by this relationship, or NULL. */
static const char *related(rap_docx *docx, rap_zip *zip, rap_str id)
{
    const char *slash = strrchr(docx->part, '/');
    const char *file = slash ? slash + 1 : docx->part;
    const rap_xml_node *root =
        parse_beside(docx, zip, rap_arena_format(docx->source->arena, "_rels/%s.rels", file));
    for (const rap_xml_node *n = root ? root->first : NULL; n; n = n->next) {
        if (n->tag == DOCX_Relationship && rap_str_equal(rap_xml_attribute_of(n, DOCX_Id), id)) {
            return rap_str_c(docx->source->arena, rap_xml_attribute_of(n, DOCX_Target));
        }
    }
    return NULL;
}

/* How notes of a kind are numbered: as the first section tells, else the settings. */
static void read_marks(const rap_xml_node *settings, const rap_xml_node *section, int tag,
                       const char *usual, rap_docx_marks *ret_marks)
{
    const rap_xml_node *holders[] = {settings, section};
    *ret_marks = (rap_docx_marks){.format = rap_str_of(usual)};
    for (size_t i = 0; i < 2; i++) {
        const rap_xml_node *told = holders[i] ? rap_xml_child(holders[i], tag) : NULL;
        rap_str format = rap_docx_value(told, DOCX_numFmt);
        ret_marks->format = format.length ? format : ret_marks->format;
        ret_marks->last = rap_docx_number(told, DOCX_numStart, ret_marks->last + 1) - 1;
    }
}

static const rap_xml_node *first_section(const rap_xml_node *root)
{
    const rap_xml_node *section = root;
    while (section && section->tag != DOCX_sectPr) {
        section = rap_xml_walk(root, section);
    }
    return section;
}

/* Headers and footers are furniture, but one: where the first page has a header of its own, that
 * is a letterhead, and in documents of the United Nations the place of the symbol. */
static void read_letterhead(rap_docx *docx, rap_zip *zip, const rap_xml_node *section)
{
    if (!section || rap_docx_toggle(section, DOCX_titlePg) != 1) {
        return;
    }
    for (const rap_xml_node *n = section->first; n; n = n->next) {
        if (n->tag != DOCX_headerReference ||
            !rap_str_is(rap_xml_attribute_of(n, DOCX_type), "first")) {
            continue;
        }
        const char *name = related(docx, zip, rap_xml_attribute_of(n, DOCX_id));
        const rap_xml_node *header = name ? parse_beside(docx, zip, name) : NULL;
        if (header) {
            const char *main = docx->part;
            docx->part = beside(docx, name);
            rap_docx_blocks(docx, header);
            docx->part = main;
            docx->paragraphs = 0;
        }
        return;
    }
}

static bool read_docx(const rap_reading *reading, rap_str bytes, rap_source *source,
                      rap_error *error)
{
    rap_arena *arena = source->arena;
    rap_zip *zip = rap_zip_open(&reading->limits, arena, bytes, error);
    if (!zip) {
        return false;
    }
    rap_docx *docx = RAP_NEW(arena, rap_docx);
    *docx = (rap_docx){.reading = reading, .source = source};
    docx->styles = (rap_docx_styles){
        .styles = rap_map_new(arena), .lists = rap_map_new(arena), .nums = rap_map_new(arena)};
    docx->part = main_part(docx, zip);
    if (!rap_zip_has(zip, docx->part)) {
        return refuse_other(bytes, zip, error);
    }
    const rap_xml_node *root = parse_part(docx, zip, docx->part, error);
    if (!root) {
        return false;
    }
    const rap_xml_node *styles = parse_beside(docx, zip, "styles.xml");
    const rap_xml_node *numbering = parse_beside(docx, zip, "numbering.xml");
    if (styles) {
        rap_docx_read_styles(arena, styles, &docx->styles);
    }
    if (numbering) {
        rap_docx_read_numbering(arena, numbering, &docx->styles);
    }
    docx->footnotes = read_notes(docx, zip, "footnotes.xml", DOCX_footnote);
    docx->endnotes = read_notes(docx, zip, "endnotes.xml", DOCX_endnote);
    source->encoding = RAP_STR("UTF-8");
    const rap_xml_node *section = first_section(root);
    const rap_xml_node *settings = parse_beside(docx, zip, "settings.xml");
    read_marks(settings, section, DOCX_footnotePr, "decimal", &docx->footnote_marks);
    read_marks(settings, section, DOCX_endnotePr, "lowerRoman", &docx->endnote_marks);
    read_letterhead(docx, zip, section);
    rap_docx_blocks(docx, root);
    for (size_t i = 0; i < docx->notes.count; i++) {
        RAP_PUSH(arena, &source->blocks, docx->notes.items[i]);
    }
    rap_tie_notes(arena, &source->blocks, 0);
    if (docx->has_changes) {
        rap_warn(arena, &source->warnings, "tracked-changes", -1,
                 reading->as_original
                     ? "the file holds tracked changes; it was read as it was before them"
                     : "the file holds tracked changes; it was read as if all were accepted");
    }
    if (docx->is_over) {
        return rap_refuse_blocks(reading, error);
    }
    return source->blocks.count ||
           rap_error_set(error, RAP_ERROR_FORMAT, -1, "no text in this DOCX file");
}

const rap_reader rap_reader_docx = {"docx", "Word document (DOCX)", recognize, read_docx, true};
