#include "docx_parts.h"

#define HEAD "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"

void rap_docx_escape(rap_buf *out, rap_str text)
{
    for (size_t i = 0; i < text.length; i++) {
        unsigned char c = (unsigned char)text.data[i];
        if (c == '<') {
            rap_buf_put_c(out, "&lt;");
        } else if (c == '>') {
            rap_buf_put_c(out, "&gt;");
        } else if (c == '&') {
            rap_buf_put_c(out, "&amp;");
        } else if (c == '"') {
            rap_buf_put_c(out, "&quot;");
        } else if (c >= 0x20 || c == '\t') {
            rap_buf_put_byte(out, (char)c);
        }
    }
}

/* -- styles
 * ---------------------------------------------------------------------------------------- */

/* Word knows its own styles by these names in every language of its interface. */
typedef struct {
    const char *type, *id, *name, *based_on, *next;
    const char *paragraph; /* in the schema's order */
    const char *run;
    bool quick;
} style;

static const style styles[] = {
    {"paragraph", "Title", "Title", "Normal", "Subtitle",
     "<w:keepNext/><w:spacing w:before=\"2400\" w:after=\"240\" w:line=\"240\" "
     "w:lineRule=\"auto\"/>",
     "<w:b/><w:bCs/><w:sz w:val=\"52\"/><w:szCs w:val=\"56\"/>", true},
    {"paragraph", "Subtitle", "Subtitle", "Normal", "Normal",
     "<w:spacing w:before=\"0\" w:after=\"720\"/>",
     "<w:color w:val=\"44546A\"/><w:sz w:val=\"30\"/><w:szCs w:val=\"34\"/>", true},
    {"paragraph", "Heading1", "heading 1", "Normal", "NumberedParagraph",
     "<w:keepNext/><w:keepLines/><w:pBdr><w:bottom w:val=\"single\" w:sz=\"6\" w:space=\"3\" "
     "w:color=\"8496B0\"/></w:pBdr><w:spacing w:before=\"480\" w:after=\"200\"/>"
     "<w:outlineLvl w:val=\"0\"/>",
     "<w:b/><w:bCs/><w:sz w:val=\"32\"/><w:szCs w:val=\"36\"/>", true},
    {"paragraph", "Heading2", "heading 2", "Normal", "NumberedParagraph",
     "<w:keepNext/><w:keepLines/><w:spacing w:before=\"360\" w:after=\"140\"/>"
     "<w:outlineLvl w:val=\"1\"/>",
     "<w:b/><w:bCs/><w:sz w:val=\"26\"/><w:szCs w:val=\"30\"/>", true},
    {"paragraph", "Heading3", "heading 3", "Normal", "NumberedParagraph",
     "<w:keepNext/><w:keepLines/><w:spacing w:before=\"240\" w:after=\"100\"/>"
     "<w:outlineLvl w:val=\"2\"/>",
     "<w:b/><w:bCs/><w:color w:val=\"44546A\"/><w:sz w:val=\"22\"/><w:szCs w:val=\"26\"/>", true},
    {"paragraph", "NumberedParagraph", "Numbered Paragraph", "Normal", "NumberedParagraph",
     "<w:numPr><w:numId w:val=\"1\"/></w:numPr>", "", true},
    {"paragraph", "NumberedLead", "Numbered Lead", "NumberedParagraph", "Quote",
     "<w:keepNext/><w:spacing w:after=\"40\"/>", "", false},
    {"paragraph", "Quote", "Quote", "Normal", "NumberedParagraph",
     "<w:ind w:left=\"964\" w:right=\"397\"/>", "", true},
    {"paragraph", "CoverLine", "Cover Line", "Normal", "CoverLine",
     "<w:tabs><w:tab w:val=\"left\" w:pos=\"2835\"/></w:tabs><w:spacing w:after=\"80\"/>"
     "<w:ind w:left=\"2835\" w:hanging=\"2835\"/>",
     "", false},
    {"paragraph", "CoverHeading", "Cover Heading", "Normal", "Normal",
     "<w:keepNext/><w:spacing w:before=\"480\" w:after=\"160\"/>",
     "<w:b/><w:bCs/><w:sz w:val=\"28\"/><w:szCs w:val=\"32\"/>", false},
    {"paragraph", "ContentsHead", "Contents Head", "Normal", "TOC1",
     "<w:keepNext/><w:spacing w:after=\"0\"/><w:jc w:val=\"right\"/>",
     "<w:color w:val=\"595959\"/><w:sz w:val=\"18\"/><w:szCs w:val=\"20\"/>", false},
    {"paragraph", "TOC1", "toc 1", "Normal", "Normal",
     "<w:tabs><w:tab w:val=\"right\" w:leader=\"dot\" w:pos=\"%d\"/></w:tabs>"
     "<w:spacing w:before=\"120\" w:after=\"60\"/>",
     "<w:b/><w:bCs/>", false},
    {"paragraph", "TOC2", "toc 2", "Normal", "Normal",
     "<w:tabs><w:tab w:val=\"right\" w:leader=\"dot\" w:pos=\"%d\"/></w:tabs>"
     "<w:spacing w:after=\"40\"/><w:ind w:left=\"284\"/>",
     "", false},
    {"paragraph", "Header", "header", "Normal", "Header",
     "<w:pBdr><w:bottom w:val=\"single\" w:sz=\"4\" w:space=\"4\" w:color=\"A6A6A6\"/></w:pBdr>"
     "<w:spacing w:after=\"0\"/>",
     "<w:color w:val=\"595959\"/><w:sz w:val=\"18\"/><w:szCs w:val=\"20\"/>", false},
    {"paragraph", "Footer", "footer", "Normal", "Footer",
     "<w:spacing w:after=\"0\"/><w:jc w:val=\"center\"/>",
     "<w:color w:val=\"595959\"/><w:sz w:val=\"18\"/><w:szCs w:val=\"20\"/>", false},
    {"paragraph", "FootnoteText", "footnote text", "Normal", "FootnoteText",
     "<w:spacing w:after=\"20\" w:line=\"240\" w:lineRule=\"auto\"/>",
     "<w:sz w:val=\"18\"/><w:szCs w:val=\"20\"/>", false},
    {"paragraph", "TableText", "Table Text", "Normal", "TableText",
     "<w:spacing w:before=\"50\" w:after=\"50\" w:line=\"240\" w:lineRule=\"auto\"/>",
     "<w:sz w:val=\"19\"/><w:szCs w:val=\"22\"/>", false},
    {"paragraph", "TableHead", "Table Head", "TableText", "TableText", "<w:keepNext/>",
     "<w:b/><w:bCs/>", false},
    {"character", "FootnoteReference", "footnote reference", "DefaultParagraphFont", NULL, NULL,
     "<w:vertAlign w:val=\"superscript\"/>", false},
    {"character", "Hyperlink", "Hyperlink", "DefaultParagraphFont", NULL, NULL, "", false},
};

/* Width between the margins, in twentieths of a point: A4 with 22 mm at the sides. */
static int text_width(const rap_page *page)
{
    return page->landscape ? 14344 : 9412;
}

static void put_style(rap_buf *out, const rap_page *page, const style *one)
{
    /* Names in lower case, and Word's few capitalized ones, are its own styles; the rest are ours:
     * their ids are their names without the space. */
    bool is_own = rap_str_find(rap_str_of(one->name), RAP_STR(" "), 0) != SIZE_MAX &&
                  one->name[0] >= 'A' && one->name[0] <= 'Z';
    rap_buf_format(out, "<w:style w:type=\"%s\"%s w:styleId=\"%s\"><w:name w:val=\"%s\"/>",
                   one->type, is_own ? " w:customStyle=\"1\"" : "", one->id, one->name);
    rap_buf_format(out, "<w:basedOn w:val=\"%s\"/>", one->based_on);
    if (one->next) {
        rap_buf_format(out, "<w:next w:val=\"%s\"/>", one->next);
    }
    if (one->quick) {
        rap_buf_put_c(out, "<w:qFormat/>");
    }
    if (one->paragraph) {
        rap_buf_put_c(out, "<w:pPr>");
        rap_str rest = rap_str_of(one->paragraph);
        size_t slot = rap_str_find(rest, RAP_STR("%d"), 0);
        if (slot != SIZE_MAX) {
            rap_buf_put(out, rap_str_slice(rest, 0, slot));
            rap_buf_format(out, "%d", text_width(page));
            rest = rap_str_slice(rest, slot + 2, rest.length);
        }
        rap_buf_put(out, rest);
        rap_buf_put_c(out, "</w:pPr>");
    }
    if (*one->run) {
        rap_buf_format(out, "<w:rPr>%s</w:rPr>", one->run);
    }
    rap_buf_put_c(out, "</w:style>\n");
}

rap_str rap_docx_styles(const rap_page *page)
{
    rap_buf out;
    rap_buf_init(&out, page->arena);
    bool is_rtl = rap_lang_is_rtl(page->lang);
    const char *latin = page->lang == RAP_LANG_FR   ? "fr-FR"
                        : page->lang == RAP_LANG_ES ? "es-ES"
                        : page->lang == RAP_LANG_RU ? "ru-RU"
                                                    : "en-GB";
    rap_buf_format(&out,
                   HEAD "<w:styles " RAP_W_NAMESPACES "><w:docDefaults><w:rPrDefault><w:rPr>"
                        "<w:rFonts w:ascii=\"Times New Roman\" w:hAnsi=\"Times New Roman\" "
                        "w:eastAsia=\"SimSun\" w:cs=\"Times New Roman\"/>"
                        "<w:sz w:val=\"22\"/><w:szCs w:val=\"26\"/>"
                        "<w:lang w:val=\"%s\" w:eastAsia=\"zh-CN\" w:bidi=\"ar-SA\"/>"
                        "</w:rPr></w:rPrDefault><w:pPrDefault><w:pPr>"
                        "<w:spacing w:after=\"140\" w:line=\"276\" w:lineRule=\"auto\"/>"
                        "</w:pPr></w:pPrDefault></w:docDefaults>\n",
                   latin);
    rap_buf_format(&out,
                   "<w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"Normal\">"
                   "<w:name w:val=\"Normal\"/><w:qFormat/>%s</w:style>\n",
                   is_rtl ? "<w:pPr><w:bidi/></w:pPr>" : "");
    rap_buf_put_c(&out, "<w:style w:type=\"character\" w:default=\"1\" "
                        "w:styleId=\"DefaultParagraphFont\"><w:name w:val=\"Default Paragraph "
                        "Font\"/></w:style>\n"
                        "<w:style w:type=\"table\" w:default=\"1\" w:styleId=\"TableNormal\">"
                        "<w:name w:val=\"Normal Table\"/><w:tblPr><w:tblInd w:w=\"0\" "
                        "w:type=\"dxa\"/><w:tblCellMar><w:left w:w=\"108\" w:type=\"dxa\"/>"
                        "<w:right w:w=\"108\" w:type=\"dxa\"/></w:tblCellMar></w:tblPr></w:style>\n"
                        "<w:style w:type=\"numbering\" w:default=\"1\" w:styleId=\"NoList\">"
                        "<w:name w:val=\"No List\"/></w:style>\n");
    for (size_t i = 0; i < sizeof styles / sizeof *styles; i++) {
        put_style(&out, page, &styles[i]);
    }
    rap_buf_put_c(
        &out,
        "<w:style w:type=\"table\" w:customStyle=\"1\" w:styleId=\"ReportTable\">"
        "<w:name w:val=\"Report Table\"/><w:basedOn w:val=\"TableNormal\"/><w:tblPr>"
        "<w:tblBorders><w:top w:val=\"single\" w:sz=\"8\" w:space=\"0\" w:color=\"44546A\"/>"
        "<w:bottom w:val=\"single\" w:sz=\"8\" w:space=\"0\" w:color=\"44546A\"/>"
        "<w:insideH w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"BFBFBF\"/></w:tblBorders>"
        "<w:tblCellMar><w:left w:w=\"85\" w:type=\"dxa\"/><w:right w:w=\"85\" w:type=\"dxa\"/>"
        "</w:tblCellMar></w:tblPr><w:tblStylePr w:type=\"firstRow\"><w:rPr><w:b/><w:bCs/></w:rPr>"
        "<w:tcPr><w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"E7ECF2\"/></w:tcPr>"
        "</w:tblStylePr></w:style>\n</w:styles>\n");
    return rap_buf_str(&out);
}

/* -- numbering, settings
 * ------------------------------------------------------------------------------ */

rap_str rap_docx_numbering(const rap_page *page)
{
    rap_buf out;
    rap_buf_init(&out, page->arena);
    rap_buf_put_c(&out,
                  HEAD "<w:numbering " RAP_W_NAMESPACES "><w:abstractNum w:abstractNumId=\"0\">"
                       "<w:multiLevelType w:val=\"singleLevel\"/><w:lvl w:ilvl=\"0\">"
                       "<w:start w:val=\"1\"/><w:numFmt w:val=\"decimal\"/>"
                       "<w:pStyle w:val=\"NumberedParagraph\"/><w:lvlText w:val=\"%1.\"/>"
                       "<w:lvlJc w:val=\"left\"/><w:pPr><w:tabs><w:tab w:val=\"num\" "
                       "w:pos=\"567\"/></w:tabs><w:ind w:left=\"567\" w:hanging=\"567\"/></w:pPr>"
                       "</w:lvl></w:abstractNum><w:num w:numId=\"1\"><w:abstractNumId "
                       "w:val=\"0\"/></w:num></w:numbering>\n");
    return rap_buf_str(&out);
}

rap_str rap_docx_settings(const rap_page *page)
{
    rap_buf out;
    rap_buf_init(&out, page->arena);
    rap_buf_format(
        &out,
        HEAD "<w:settings " RAP_W_NAMESPACES "><w:zoom w:percent=\"100\"/>"
             "<w:defaultTabStop w:val=\"567\"/>"
             "<w:characterSpacingControl w:val=\"doNotCompress\"/>%s"
             "<w:compat><w:compatSetting w:name=\"compatibilityMode\" "
             "w:uri=\"http://schemas.microsoft.com/office/word\" w:val=\"15\"/></w:compat>"
             "<w:themeFontLang w:val=\"en-GB\" w:eastAsia=\"zh-CN\" w:bidi=\"ar-SA\"/>"
             "<w:decimalSymbol w:val=\".\"/><w:listSeparator w:val=\",\"/></w:settings>\n",
        page->notes.count ? "<w:footnotePr><w:footnote w:id=\"-1\"/><w:footnote w:id=\"0\"/>"
                            "</w:footnotePr>"
                          : "");
    return rap_buf_str(&out);
}

rap_str rap_docx_font_table(const rap_page *page)
{
    rap_buf out;
    rap_buf_init(&out, page->arena);
    rap_buf_put_c(&out, HEAD
                  "<w:fonts " RAP_W_NAMESPACES ">"
                  "<w:font w:name=\"Times New Roman\"><w:panose1 w:val=\"02020603050405020304\"/>"
                  "<w:charset w:val=\"00\"/><w:family w:val=\"roman\"/>"
                  "<w:pitch w:val=\"variable\"/></w:font>"
                  "<w:font w:name=\"SimSun\"><w:panose1 w:val=\"02010600030101010101\"/>"
                  "<w:charset w:val=\"86\"/><w:family w:val=\"auto\"/>"
                  "<w:pitch w:val=\"variable\"/></w:font></w:fonts>\n");
    return rap_buf_str(&out);
}

/* -- the package
 * --------------------------------------------------------------------------------------- */

rap_str rap_docx_content_types(const rap_page *page)
{
    static const char *const parts[][2] = {
        {"/word/document.xml", "wordprocessingml.document.main"},
        {"/word/styles.xml", "wordprocessingml.styles"},
        {"/word/numbering.xml", "wordprocessingml.numbering"},
        {"/word/settings.xml", "wordprocessingml.settings"},
        {"/word/fontTable.xml", "wordprocessingml.fontTable"},
        {"/word/header1.xml", "wordprocessingml.header"},
        {"/word/footer1.xml", "wordprocessingml.footer"},
        {"/docProps/app.xml", "extended-properties"},
        {"/word/footnotes.xml", "wordprocessingml.footnotes"},
    };
    rap_buf out;
    rap_buf_init(&out, page->arena);
    rap_buf_put_c(&out, HEAD
                  "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">"
                  "<Default Extension=\"rels\" "
                  "ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
                  "<Default Extension=\"xml\" ContentType=\"application/xml\"/>"
                  "<Override PartName=\"/docProps/core.xml\" "
                  "ContentType=\"application/vnd.openxmlformats-package.core-properties+xml\"/>");
    size_t count = sizeof parts / sizeof *parts - (page->notes.count ? 0 : 1);
    for (size_t i = 0; i < count; i++) {
        rap_buf_format(&out,
                       "<Override PartName=\"%s\" "
                       "ContentType=\"application/vnd.openxmlformats-officedocument.%s+xml\"/>",
                       parts[i][0], parts[i][1]);
    }
    rap_buf_put_c(&out, "</Types>\n");
    return rap_buf_str(&out);
}

#define RELATIONS                                                                                  \
    HEAD "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
#define OFFICE "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"

rap_str rap_docx_relations(const rap_page *page)
{
    rap_buf out;
    rap_buf_init(&out, page->arena);
    rap_buf_put_c(&out, RELATIONS
                  "<Relationship Id=\"rId1\" Type=\"" OFFICE
                  "officeDocument\" Target=\"word/document.xml\"/>"
                  "<Relationship Id=\"rId2\" Type=\"http://schemas.openxmlformats.org/package/2006/"
                  "relationships/metadata/core-properties\" Target=\"docProps/core.xml\"/>"
                  "<Relationship Id=\"rId3\" Type=\"" OFFICE
                  "extended-properties\" Target=\"docProps/app.xml\"/></Relationships>\n");
    return rap_buf_str(&out);
}

rap_str rap_docx_document_relations(const rap_page *page)
{
    static const char *const targets[] = {"styles",  "numbering", "settings", "fontTable",
                                          "header1", "footer1",   "footnotes"};
    static const char *const types[] = {"styles", "numbering", "settings", "fontTable",
                                        "header", "footer",    "footnotes"};
    rap_buf out;
    rap_buf_init(&out, page->arena);
    rap_buf_put_c(&out, RELATIONS);
    for (int i = 0; i < (page->notes.count ? 7 : 6); i++) {
        rap_buf_format(&out, "<Relationship Id=\"rId%d\" Type=\"" OFFICE "%s\" Target=\"%s.xml\"/>",
                       i + 1, types[i], targets[i]);
    }
    rap_buf_put_c(&out, "</Relationships>\n");
    return rap_buf_str(&out);
}

rap_str rap_docx_core(const rap_page *page)
{
    rap_buf out;
    char day[11];
    rap_buf_init(&out, page->arena);
    rap_buf_put_c(&out, HEAD "<cp:coreProperties "
                             "xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/"
                             "core-properties\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" "
                             "xmlns:dcterms=\"http://purl.org/dc/terms/\" "
                             "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><dc:title>");
    rap_docx_escape(&out, page->title);
    rap_buf_format(&out, "</dc:title><dc:language>%s</dc:language>", rap_lang_code(page->lang));
    if (page->date.day) {
        const char *text = rap_date_text(page->date, day);
        rap_buf_format(&out,
                       "<dcterms:created xsi:type=\"dcterms:W3CDTF\">%sT00:00:00Z"
                       "</dcterms:created><dcterms:modified xsi:type=\"dcterms:W3CDTF\">"
                       "%sT00:00:00Z</dcterms:modified>",
                       text, text);
    }
    rap_buf_put_c(&out, "</cp:coreProperties>\n");
    return rap_buf_str(&out);
}

rap_str rap_docx_app(const rap_page *page)
{
    rap_buf out;
    rap_buf_init(&out, page->arena);
    rap_buf_put_c(&out, HEAD
                  "<Properties xmlns=\"http://schemas.openxmlformats.org/officeDocument/2006/"
                  "extended-properties\"><Application>Rapporteur</Application></Properties>\n");
    return rap_buf_str(&out);
}
