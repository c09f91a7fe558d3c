/* DOCX: WordprocessingML written with libxml2, packed with libzip. The same page gives the same
 * bytes: entries stand in a fixed order with a fixed time. */
#include "docx_parts.h"

#include <libxml/xmlwriter.h>
#include <zip.h>

#include <time.h>

typedef struct {
    const rap_page *page;
    xmlTextWriterPtr xml;
    rap_arena *arena;
    int bookmark;
} writer;

/* -- XML ------------------------------------------------------------------------------------------
 */

static void begin(writer *w, const char *name)
{
    xmlTextWriterStartElement(w->xml, BAD_CAST name);
}

static void end(writer *w)
{
    xmlTextWriterEndElement(w->xml);
}

static void attribute(writer *w, const char *name, const char *value)
{
    xmlTextWriterWriteAttribute(w->xml, BAD_CAST name, BAD_CAST value);
}

static void attribute_int(writer *w, const char *name, int value)
{
    attribute(w, name, rap_arena_format(w->arena, "%d", value));
}

/* <w:name w:val="value"/> */
static void property(writer *w, const char *name, const char *value)
{
    begin(w, name);
    if (value) {
        attribute(w, "w:val", value);
    }
    end(w);
}

static void text(writer *w, rap_str words)
{
    rap_buf clean;
    rap_buf_init(&clean, w->arena);
    rap_docx_escape(&clean, words);
    begin(w, "w:t");
    attribute(w, "xml:space", "preserve");
    xmlTextWriterWriteRaw(w->xml, BAD_CAST(clean.length ? clean.data : ""));
    end(w);
}

/* -- runs -----------------------------------------------------------------------------------------
 */

static const char *tag(rap_lang lang)
{
    static const char *const tags[RAP_LANG_COUNT] = {
        [RAP_LANG_NONE] = "en-GB", [RAP_LANG_AR] = "ar-SA", [RAP_LANG_ZH] = "zh-CN",
        [RAP_LANG_EN] = "en-GB",   [RAP_LANG_FR] = "fr-FR", [RAP_LANG_RU] = "ru-RU",
        [RAP_LANG_ES] = "es-ES",
    };
    return tags[lang];
}

/* Elements in the order that the schema wants. */
static void run_properties(writer *w, const rap_run *run, rap_lang lang, bool rtl)
{
    begin(w, "w:rPr");
    if (lang == RAP_LANG_ZH) {
        begin(w, "w:rFonts");
        attribute(w, "w:hint", "eastAsia");
        end(w);
    }
    if (run->bold) {
        property(w, "w:b", NULL);
        property(w, "w:bCs", NULL);
    }
    if (run->italic && lang != RAP_LANG_AR && lang != RAP_LANG_ZH) {
        property(w, "w:i", NULL);
        property(w, "w:iCs", NULL);
    }
    if (rtl) {
        property(w, "w:rtl", NULL);
    }
    begin(w, "w:lang");
    attribute(w,
              lang == RAP_LANG_AR   ? "w:bidi"
              : lang == RAP_LANG_ZH ? "w:eastAsia"
                                    : "w:val",
              tag(lang));
    end(w);
    end(w);
}

static void one_run(writer *w, const rap_run *run, rap_str words, rap_lang lang, bool rtl)
{
    begin(w, "w:r");
    run_properties(w, run, lang, rtl);
    text(w, words);
    end(w);
}

static bool has_latin(rap_str word)
{
    for (size_t i = 0; i < word.length; i++) {
        char c = (char)(word.data[i] | 0x20);
        if (c >= 'a' && c <= 'z') {
            return true;
        }
    }
    return false;
}

/* Acronyms and symbols in Arabic text are runs of their own, so that they keep their direction and
 * font: words with Latin letters, and what joins them. */
static void mixed_runs(writer *w, const rap_run *run, rap_lang lang)
{
    rap_str rest = run->text;
    size_t from = 0, at = 0;
    bool latin = false, is_first = true;
    while (at < rest.length) {
        size_t stop = rap_str_find(rest, RAP_STR(" "), at);
        stop = stop == SIZE_MAX ? rest.length : stop + 1;
        bool next = has_latin(rap_str_slice(rest, at, stop));
        if (!is_first && next != latin) {
            one_run(w, run, rap_str_slice(rest, from, at), latin ? RAP_LANG_EN : lang, !latin);
            from = at;
        }
        latin = next;
        is_first = false;
        at = stop;
    }
    one_run(w, run, rap_str_slice(rest, from, rest.length), latin ? RAP_LANG_EN : lang, !latin);
}

static void runs_out(writer *w, const rap_runs *runs)
{
    for (size_t i = 0; i < runs->count; i++) {
        const rap_run *run = &runs->items[i];
        rap_lang lang = run->lang ? run->lang : w->page->lang;
        if (run->note) {
            begin(w, "w:r");
            begin(w, "w:rPr");
            property(w, "w:rStyle", "FootnoteReference");
            end(w);
            begin(w, "w:footnoteReference");
            attribute_int(w, "w:id", run->note);
            end(w);
            end(w);
        } else if (rap_lang_is_rtl(lang)) {
            mixed_runs(w, run, lang);
        } else {
            one_run(w, run, run->text, lang, false);
        }
    }
}

/* -- paragraphs
 * ------------------------------------------------------------------------------------- */

/* Opens a paragraph; its direction is written where it is not the document's. */
static void paragraph_kept(writer *w, const char *style, rap_lang lang, bool keeps_next)
{
    bool rtl = rap_lang_is_rtl(lang ? lang : w->page->lang);
    begin(w, "w:p");
    begin(w, "w:pPr");
    property(w, "w:pStyle", style);
    if (keeps_next) {
        property(w, "w:keepNext", NULL);
    }
    if (rtl) {
        property(w, "w:bidi", NULL);
    } else if (rap_lang_is_rtl(w->page->lang)) {
        property(w, "w:bidi", "0");
    }
    end(w);
}

static void paragraph(writer *w, const char *style, rap_lang lang)
{
    paragraph_kept(w, style, lang, false);
}

static void field_mark(writer *w, const char *kind)
{
    begin(w, "w:r");
    begin(w, "w:fldChar");
    attribute(w, "w:fldCharType", kind);
    end(w);
    end(w);
}

static void field_code(writer *w, const char *code)
{
    begin(w, "w:r");
    begin(w, "w:instrText");
    attribute(w, "xml:space", "preserve");
    xmlTextWriterWriteString(w->xml, BAD_CAST code);
    end(w);
    end(w);
}

static void tab(writer *w)
{
    begin(w, "w:r");
    begin(w, "w:tab");
    end(w);
    end(w);
}

static void heading(writer *w, const rap_piece *piece, size_t index)
{
    static const char *const styles[] = {"Heading1", "Heading1", "Heading2", "Heading3"};
    paragraph(w, styles[piece->level], piece->lang);
    begin(w, "w:bookmarkStart");
    attribute_int(w, "w:id", ++w->bookmark);
    attribute(w, "w:name", rap_arena_format(w->arena, "_Toc%06zu", index));
    end(w);
    runs_out(w, &piece->runs);
    begin(w, "w:bookmarkEnd");
    attribute_int(w, "w:id", w->bookmark);
    end(w);
    end(w);
}

static void contents_entry(writer *w, size_t index, bool first, bool last)
{
    const rap_piece *piece = &w->page->pieces.items[index];
    paragraph(w, piece->level == 1 ? "TOC1" : "TOC2", RAP_LANG_NONE);
    if (first) {
        field_mark(w, "begin");
        field_code(w, w->page->contents_level == 1 ? " TOC \\o \"1-1\" \\h \\z \\u "
                                                   : " TOC \\o \"1-2\" \\h \\z \\u ");
        field_mark(w, "separate");
    }
    begin(w, "w:hyperlink");
    attribute(w, "w:anchor", rap_arena_format(w->arena, "_Toc%06zu", index));
    attribute(w, "w:history", "1");
    runs_out(w, &piece->runs);
    rap_str range = rap_piece_range(w->page, piece);
    if (range.length) {
        tab(w);
        one_run(w, &(rap_run){.text = range}, range, w->page->lang, rap_lang_is_rtl(w->page->lang));
    }
    end(w);
    if (last) {
        field_mark(w, "end");
    }
    end(w);
}

/* A real field, filled in with the ranges of paragraphs; Word puts pages when it is updated. */
static void contents(writer *w)
{
    size_t first = SIZE_MAX, last = 0;
    for (size_t i = 0; i < w->page->pieces.count; i++) {
        const rap_piece *piece = &w->page->pieces.items[i];
        if (rap_piece_in_contents(w->page, piece)) {
            first = first == SIZE_MAX ? i : first;
            last = i;
        }
    }
    if (w->page->numbered) {
        rap_run head = {.text = rap_words_get(w->page->words, "contents_paragraphs")};
        paragraph(w, "ContentsHead", RAP_LANG_NONE);
        runs_out(w, &(rap_runs){&head, 1, 1});
        end(w);
    }
    begin(w, "w:sdt");
    begin(w, "w:sdtPr");
    begin(w, "w:docPartObj");
    property(w, "w:docPartGallery", "Table of Contents");
    property(w, "w:docPartUnique", NULL);
    end(w);
    end(w);
    begin(w, "w:sdtContent");
    for (size_t i = first; i <= last; i++) {
        const rap_piece *piece = &w->page->pieces.items[i];
        if (rap_piece_in_contents(w->page, piece)) {
            contents_entry(w, i, i == first, i == last);
        }
    }
    end(w);
    end(w);
}

/* -- tables
 * ------------------------------------------------------------------------------------------- */

static int text_width(const rap_page *page)
{
    return page->landscape ? 14344 : 9412;
}

static void cell_begin(writer *w, const rap_page_table *table, size_t column)
{
    begin(w, "w:tc");
    begin(w, "w:tcPr");
    begin(w, "w:tcW");
    attribute_int(w, "w:w", text_width(w->page) * table->widths[column] / 100);
    attribute(w, "w:type", "dxa");
    end(w);
    end(w);
}

static void table_head(writer *w, const rap_page_table *table)
{
    begin(w, "w:tblPr");
    property(w, "w:tblStyle", "ReportTable");
    if (rap_lang_is_rtl(w->page->lang)) {
        property(w, "w:bidiVisual", NULL);
    }
    begin(w, "w:tblW");
    attribute_int(w, "w:w", text_width(w->page));
    attribute(w, "w:type", "dxa");
    end(w);
    begin(w, "w:tblLayout");
    attribute(w, "w:type", "fixed");
    end(w);
    begin(w, "w:tblLook");
    attribute(w, "w:val", "0020");
    attribute(w, "w:firstRow", "1");
    attribute(w, "w:lastRow", "0");
    attribute(w, "w:firstColumn", "0");
    attribute(w, "w:lastColumn", "0");
    attribute(w, "w:noHBand", "1");
    attribute(w, "w:noVBand", "1");
    end(w);
    end(w);
    begin(w, "w:tblGrid");
    for (size_t c = 0; c < table->columns; c++) {
        begin(w, "w:gridCol");
        attribute_int(w, "w:w", text_width(w->page) * table->widths[c] / 100);
        end(w);
    }
    end(w);
    begin(w, "w:tr");
    begin(w, "w:trPr");
    property(w, "w:cantSplit", NULL);
    property(w, "w:tblHeader", NULL);
    end(w);
    for (size_t c = 0; c < table->columns; c++) {
        rap_run run = {.text = table->header.items[c], .bold = true};
        cell_begin(w, table, c);
        paragraph(w, "TableHead", RAP_LANG_NONE);
        runs_out(w, &(rap_runs){&run, 1, 1});
        end(w);
        end(w);
    }
    end(w);
}

/* The language of a cell that is all in one; it sets the direction. */
static rap_lang cell_lang(const rap_runs *runs)
{
    rap_lang lang = runs->count ? runs->items[0].lang : RAP_LANG_NONE;
    for (size_t i = 0; i < runs->count; i++) {
        if (runs->items[i].lang != lang) {
            return RAP_LANG_NONE;
        }
    }
    return lang;
}

static void table_out(writer *w, const rap_page_table *table)
{
    begin(w, "w:tbl");
    table_head(w, table);
    for (size_t r = 0; r < table->rows.count; r++) {
        begin(w, "w:tr");
        begin(w, "w:trPr");
        property(w, "w:cantSplit", NULL);
        end(w);
        for (size_t c = 0; c < table->columns; c++) {
            const rap_runs *runs = &table->rows.items[r].cells[c];
            cell_begin(w, table, c);
            paragraph(w, "TableText", cell_lang(runs));
            runs_out(w, runs);
            end(w);
            end(w);
        }
        end(w);
    }
    end(w);
    /* Keeps a following table apart and gives room. */
    paragraph(w, "TableText", RAP_LANG_NONE);
    end(w);
}

/* -- parts
 * --------------------------------------------------------------------------------------------- */

static void page_break(writer *w)
{
    paragraph(w, "Normal", RAP_LANG_NONE);
    begin(w, "w:r");
    begin(w, "w:br");
    attribute(w, "w:type", "page");
    end(w);
    end(w);
    end(w);
}

static void cover_line(writer *w, const rap_piece *piece)
{
    paragraph(w, "CoverLine", piece->lang);
    runs_out(w, &(rap_runs){piece->runs.items, 1, 1});
    tab(w);
    runs_out(w, &(rap_runs){piece->runs.items + 1, piece->runs.count - 1, 1});
    end(w);
}

/* What explains a heading stays with what follows. */
static bool follows_heading(const writer *w, size_t index)
{
    const rap_piece *pieces = w->page->pieces.items;
    return index > 0 && index + 1 < w->page->pieces.count &&
           pieces[index].kind == RAP_PIECE_PARAGRAPH &&
           pieces[index - 1].kind == RAP_PIECE_HEADING &&
           pieces[index + 1].kind != RAP_PIECE_HEADING;
}

/* Whether a quotation belongs to the paragraph. */
static bool is_lead(const writer *w, size_t index)
{
    return index + 1 < w->page->pieces.count &&
           w->page->pieces.items[index + 1].kind == RAP_PIECE_QUOTE;
}

static void piece_out(writer *w, size_t index)
{
    static const char *const styles[] = {
        [RAP_PIECE_TITLE] = "Title",
        [RAP_PIECE_SUBTITLE] = "Subtitle",
        [RAP_PIECE_COVER_LINE] = "CoverLine",
        [RAP_PIECE_COVER_HEADING] = "CoverHeading",
        [RAP_PIECE_CONTENTS] = NULL,
        [RAP_PIECE_BREAK] = NULL,
        [RAP_PIECE_HEADING] = "Heading1",
        [RAP_PIECE_PARAGRAPH] = "Normal",
        [RAP_PIECE_NUMBERED] = "NumberedParagraph",
        [RAP_PIECE_QUOTE] = "Quote",
        [RAP_PIECE_TABLE] = NULL,
    };
    const rap_piece *piece = &w->page->pieces.items[index];
    switch (piece->kind) {
    case RAP_PIECE_CONTENTS:
        contents(w);
        break;
    case RAP_PIECE_BREAK:
        if (!piece->level) {
            page_break(w);
        }
        break;
    case RAP_PIECE_TABLE:
        table_out(w, piece->table);
        break;
    case RAP_PIECE_HEADING:
        heading(w, piece, index);
        break;
    case RAP_PIECE_COVER_LINE:
        cover_line(w, piece);
        break;
    case RAP_PIECE_NUMBERED:
        paragraph(w, is_lead(w, index) ? "NumberedLead" : styles[piece->kind], piece->lang);
        runs_out(w, &piece->runs);
        end(w);
        break;
    default:
        paragraph_kept(w, styles[piece->kind], piece->lang, follows_heading(w, index));
        runs_out(w, &piece->runs);
        end(w);
    }
}

static void section(writer *w)
{
    bool wide = w->page->landscape;
    begin(w, "w:sectPr");
    begin(w, "w:headerReference");
    attribute(w, "w:type", "default");
    attribute(w, "r:id", "rId5");
    end(w);
    begin(w, "w:footerReference");
    attribute(w, "w:type", "default");
    attribute(w, "r:id", "rId6");
    end(w);
    begin(w, "w:pgSz");
    attribute(w, "w:w", wide ? "16838" : "11906");
    attribute(w, "w:h", wide ? "11906" : "16838");
    if (wide) {
        attribute(w, "w:orient", "landscape");
    }
    end(w);
    begin(w, "w:pgMar");
    attribute(w, "w:top", "1361");
    attribute(w, "w:right", "1247");
    attribute(w, "w:bottom", "1247");
    attribute(w, "w:left", "1247");
    attribute(w, "w:header", "680");
    attribute(w, "w:footer", "624");
    attribute(w, "w:gutter", "0");
    end(w);
    property(w, "w:titlePg", NULL);
    if (rap_lang_is_rtl(w->page->lang)) {
        property(w, "w:bidi", NULL);
    }
    end(w);
}

static void root(writer *w, const char *name)
{
    begin(w, name);
    attribute(w, "xmlns:w", "http://schemas.openxmlformats.org/wordprocessingml/2006/main");
    attribute(w, "xmlns:r", "http://schemas.openxmlformats.org/officeDocument/2006/relationships");
}

static void document_part(writer *w)
{
    root(w, "w:document");
    begin(w, "w:body");
    for (size_t i = 0; i < w->page->pieces.count; i++) {
        piece_out(w, i);
    }
    section(w);
    end(w);
    end(w);
}

static void note_mark(writer *w, int id, const char *type, const char *element)
{
    begin(w, "w:footnote");
    attribute(w, "w:type", type);
    attribute_int(w, "w:id", id);
    begin(w, "w:p");
    begin(w, "w:pPr");
    begin(w, "w:spacing");
    attribute(w, "w:after", "0");
    attribute(w, "w:line", "240");
    attribute(w, "w:lineRule", "auto");
    end(w);
    end(w);
    begin(w, "w:r");
    begin(w, element);
    end(w);
    end(w);
    end(w);
    end(w);
}

static void footnotes_part(writer *w)
{
    root(w, "w:footnotes");
    note_mark(w, -1, "separator", "w:separator");
    note_mark(w, 0, "continuationSeparator", "w:continuationSeparator");
    for (size_t i = 0; i < w->page->notes.count; i++) {
        rap_run run = {.text = w->page->notes.items[i]}, space = {.text = RAP_STR(" ")};
        begin(w, "w:footnote");
        attribute_int(w, "w:id", (int)i + 1);
        paragraph(w, "FootnoteText", RAP_LANG_NONE);
        begin(w, "w:r");
        begin(w, "w:rPr");
        property(w, "w:rStyle", "FootnoteReference");
        end(w);
        begin(w, "w:footnoteRef");
        end(w);
        end(w);
        runs_out(w, &(rap_runs){&space, 1, 1});
        runs_out(w, &(rap_runs){&run, 1, 1});
        end(w);
        end(w);
    }
    end(w);
}

static void header_part(writer *w)
{
    rap_run run = {.text = w->page->running};
    root(w, "w:hdr");
    paragraph(w, "Header", RAP_LANG_NONE);
    runs_out(w, &(rap_runs){&run, 1, 1});
    end(w);
    end(w);
}

static void footer_part(writer *w)
{
    root(w, "w:ftr");
    paragraph(w, "Footer", RAP_LANG_NONE);
    field_mark(w, "begin");
    field_code(w, " PAGE ");
    field_mark(w, "separate");
    one_run(w, &(rap_run){.bold = false}, RAP_STR("1"), w->page->lang, false);
    field_mark(w, "end");
    end(w);
    end(w);
}

static void release_buffer(void *object)
{
    xmlBufferPtr *buffer = object;
    xmlBufferFree(*buffer);
}

static void release_writer(void *object)
{
    writer *w = object;
    if (w->xml) {
        xmlFreeTextWriter(w->xml);
        w->xml = NULL;
    }
}

/* The bytes of a part, in the arena. */
static rap_str part(const rap_page *page, void (*fill)(writer *w))
{
    xmlBufferPtr *buffer = RAP_NEW(page->arena, xmlBufferPtr);
    *buffer = xmlBufferCreate();
    rap_arena_defer(page->arena, release_buffer, buffer);
    writer *w = RAP_NEW(page->arena, writer);
    *w = (writer){.page = page, .arena = page->arena, .xml = xmlNewTextWriterMemory(*buffer, 0)};
    rap_arena_defer(page->arena, release_writer, w);
    if (!w->xml) {
        return RAP_STR_NONE;
    }
    xmlTextWriterStartDocument(w->xml, "1.0", "UTF-8", "yes");
    fill(w);
    xmlTextWriterEndDocument(w->xml);
    xmlTextWriterFlush(w->xml);
    rap_str bytes = {(const char *)xmlBufferContent(*buffer), (size_t)xmlBufferLength(*buffer)};
    return rap_str_copy(page->arena, bytes);
}

/* -- packing
 * -------------------------------------------------------------------------------------------- */

typedef struct {
    const char *name;
    rap_str bytes;
} entry;

/* The earliest time that a ZIP entry can have; made from local time because libzip writes it so. */
static time_t fixed_time(void)
{
    struct tm first = {.tm_year = 80, .tm_mon = 0, .tm_mday = 1, .tm_isdst = -1};
    return mktime(&first);
}

static bool add_entries(zip_t *archive, const entry *entries, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        zip_source_t *source =
            zip_source_buffer(archive, entries[i].bytes.data, entries[i].bytes.length, 0);
        if (!source) {
            return false;
        }
        zip_int64_t index = zip_file_add(archive, entries[i].name, source, ZIP_FL_ENC_UTF_8);
        if (index < 0) {
            zip_source_free(source);
            return false;
        }
        zip_set_file_compression(archive, (zip_uint64_t)index, ZIP_CM_DEFLATE, 9);
        zip_file_set_mtime(archive, (zip_uint64_t)index, fixed_time(), 0);
    }
    return true;
}

static void release_source(void *object)
{
    zip_source_free(object);
}

static bool pack(rap_arena *arena, const entry *entries, size_t count, rap_str *ret_bytes)
{
    zip_error_t problem;
    zip_error_init(&problem);
    zip_source_t *target = zip_source_buffer_create(NULL, 0, 0, &problem);
    if (!target) {
        return false;
    }
    rap_arena_defer(arena, release_source, target);
    zip_t *archive = zip_open_from_source(target, ZIP_CREATE | ZIP_TRUNCATE, &problem);
    if (!archive) {
        return false;
    }
    zip_source_keep(target);
    if (!add_entries(archive, entries, count) || zip_close(archive) < 0) {
        zip_discard(archive);
        return false;
    }
    zip_stat_t about;
    if (zip_source_stat(target, &about) < 0 || zip_source_open(target) < 0) {
        return false;
    }
    char *bytes = rap_arena_take(arena, about.size + 1);
    zip_int64_t got = zip_source_read(target, bytes, about.size);
    zip_source_close(target);
    *ret_bytes = (rap_str){bytes, (size_t)about.size};
    return got == (zip_int64_t)about.size;
}

bool rap_form_docx(const rap_page *page, rap_str *ret_bytes, rap_error *error)
{
    entry entries[] = {
        {"[Content_Types].xml", rap_docx_content_types(page)},
        {"_rels/.rels", rap_docx_relations(page)},
        {"docProps/core.xml", rap_docx_core(page)},
        {"docProps/app.xml", rap_docx_app(page)},
        {"word/_rels/document.xml.rels", rap_docx_document_relations(page)},
        {"word/document.xml", part(page, document_part)},
        {"word/styles.xml", rap_docx_styles(page)},
        {"word/numbering.xml", rap_docx_numbering(page)},
        {"word/settings.xml", rap_docx_settings(page)},
        {"word/fontTable.xml", rap_docx_font_table(page)},
        {"word/header1.xml", part(page, header_part)},
        {"word/footer1.xml", part(page, footer_part)},
        {"word/footnotes.xml", page->notes.count ? part(page, footnotes_part) : RAP_STR_NONE},
    };
    size_t count = sizeof entries / sizeof *entries - (page->notes.count ? 0 : 1);
    if (!pack(page->arena, entries, count, ret_bytes)) {
        return rap_error_set(error, RAP_ERROR_MEMORY, -1, "cannot pack the report");
    }
    return true;
}
