#include "pdf_scan.h"

#include "child.h"

#include <stdlib.h>
#include <string.h>

#define PIXELS 3500    /* of the longer side: A4 with 300 dots an inch */
#define FEW_LETTERS 24 /* a page has at most, which is looked at */
#define SURE 20        /* per cent, of a word that Tesseract guesses */
#define PAGES_MOST 200
#define PATIENCE 3                     /* a page takes seconds, and more on a busy machine */
#define OUTPUT_MOST ((size_t)64 << 20) /* a picture of that size has 12 MB */

/* Tesseract's languages by the script that it finds; the last row where it finds none of them. */
static const struct {
    const char *script, *languages;
} scripts[] = {{"Arabic", "ara+eng"}, /* symbols are Latin everywhere */
               {"Cyrillic", "rus+eng"},
               {"Han", "chi_sim+eng"},
               {"Latin", "eng+fra+spa"},
               {"", "eng+fra+spa+rus+ara+chi_sim"}};

static const char *const codes[][2] = {{"en", "eng"}, {"fr", "fra"}, {"es", "spa"}};

typedef struct {
    const rap_reading *reading;
    rap_arena *arena, *scratch; /* scratch: for one page */
    pdf_document *document;
    rap_str bytes;
    const char *tesseract, *languages;
    size_t done;
} scan;

static bool run(const scan *s, const char *const *arguments, rap_str input, rap_str *ret_output)
{
    rap_child_limits limits = {.seconds = s->reading->limits.seconds * PATIENCE,
                               .output_bytes = OUTPUT_MOST,
                               .memory_bytes = s->reading->limits.pdf_bytes,
                               .needs_sandbox = s->reading->limits.needs_sandbox};
    rap_child_result result = {0};
    rap_error ignored;
    if (!arguments[0] || !rap_child_run(s->scratch, arguments, input, limits, &result, &ignored)) {
        return false;
    }
    *ret_output = result.output;
    return result.status == 0 && result.output.length > 0;
}

/* -- which pages ------------------------------------------------------------------------------- */

static size_t letters_of(const pdf_document *document, const pdf_sheet *sheet)
{
    size_t count = 0;
    for (size_t i = sheet->first; i < sheet->end; i++) {
        pdf_letters more = rap_pdf_letters(document->words.items[i].text);
        count += more.arabic + more.other;
    }
    return count;
}

static rap_str next_field(rap_str *rest)
{
    size_t begin = 0, end;
    while (begin < rest->length && rest->data[begin] == ' ') {
        begin++;
    }
    for (end = begin; end < rest->length && rest->data[end] != ' ';) {
        end++;
    }
    rap_str field = rap_str_slice(*rest, begin, end);
    *rest = rap_str_slice(*rest, end, rest->length);
    return field;
}

/* Marks the pages of which a picture covers the larger part, from the table of pdfimages -list:
 * page, number, type, width, height, ..., x-ppi, y-ppi in columns 1, 4, 5, 13 and 14. */
static void find_pictures(const scan *s, rap_str table, bool *covered)
{
    rap_str line;
    while (rap_str_split(&table, '\n', &line)) {
        int numbers[14] = {0};
        for (int i = 0; i < 14; i++) {
            rap_str field = next_field(&line);
            numbers[i] = rap_str_number(field, &numbers[i]) ? numbers[i] : 0;
        }
        int page = numbers[0];
        if (page < 1 || (size_t)page > s->document->sheets.count || !numbers[12] || !numbers[13]) {
            continue;
        }
        const pdf_sheet *sheet = &s->document->sheets.items[page - 1];
        float wide = (float)numbers[3] * 72 / (float)numbers[12];
        float high = (float)numbers[4] * 72 / (float)numbers[13];
        covered[page - 1] |= wide * high > sheet->width * sheet->height * 0.5f;
    }
}

/* -- reading one ------------------------------------------------------------------------------- */

static bool render(const scan *s, size_t page, rap_str *ret_picture)
{
    const char *number = rap_arena_format(s->arena, "%zu", page);
    const char *pixels = rap_arena_format(s->arena, "%d", PIXELS);
    const char *const arguments[] = {rap_child_find(s->arena, "pdftoppm"),
                                     "-gray",
                                     "-scale-to",
                                     pixels,
                                     "-f",
                                     number,
                                     "-l",
                                     number,
                                     "/dev/stdin",
                                     NULL};
    return run(s, arguments, s->bytes, ret_picture);
}

static const char *languages_of(const scan *s, rap_str picture)
{
    const char *const arguments[] = {s->tesseract, "stdin", "stdout", "--psm",
                                     "0",          "-l",    "osd",    NULL};
    rap_str told = RAP_STR_NONE;
    size_t last = sizeof scripts / sizeof *scripts - 1;
    bool is_told = run(s, arguments, picture, &told);
    for (size_t i = 0; is_told && i < last; i++) {
        const char *line = rap_arena_format(s->arena, "Script: %s", scripts[i].script);
        if (rap_str_find(told, rap_str_of(line), 0) != SIZE_MAX) {
            return scripts[i].languages;
        }
    }
    return scripts[last].languages;
}

/* A line of Tesseract's table: level, page, block, paragraph, line, word, left, top, width, height,
 * confidence, text. */
typedef struct {
    int level;
    float left, top, wide, high, sure;
    rap_str text;
} cell;

static cell read_cell(rap_str line)
{
    cell c = {0};
    rap_str part;
    float *const numbers[] = {&c.left, &c.top, &c.wide, &c.high, &c.sure};
    for (int i = 0; i < 11 && rap_str_split(&line, '\t', &part); i++) {
        char digits[16] = {0};
        part = rap_str_slice(part, 0, sizeof digits - 1);
        memcpy(digits, part.length ? part.data : "", part.length);
        if (i == 0) {
            c.level = (int)strtol(digits, NULL, 10);
        } else if (i >= 6) {
            float number = strtof(digits, NULL);
            *numbers[i - 6] = number > -1e5f && number < 1e5f ? number : 0;
        }
    }
    c.text = rap_str_trim(line);
    return c;
}

/* The words of the page; each as high as its line, for Tesseract's boxes fit the letters. */
static void take_words(scan *s, pdf_sheet *sheet, rap_str table, float scale)
{
    enum { PAGE = 1, LINE = 4, WORD = 5 };
    pdf_document *document = s->document;
    rap_str line;
    cell row = {0};
    uint32_t piece = 0;
    sheet->first = sheet->end = document->words.count;
    while (rap_str_split(&table, '\n', &line)) {
        cell c = read_cell(line);
        if (c.level == LINE) {
            row = c;
            piece++;
        }
        if (c.level != WORD || !c.text.length || c.sure < SURE || row.high <= 0) {
            continue;
        }
        pdf_word word = {.x0 = c.left * scale,
                         .x1 = (c.left + c.wide) * scale,
                         .y0 = row.top * scale,
                         .y1 = (row.top + row.high) * scale,
                         .text = rap_str_copy(s->arena, rap_pdf_clean(s->arena, c.text)),
                         .piece = piece,
                         .is_logical = true};
        RAP_PUSH(s->arena, &document->words, word);
        sheet->end = document->words.count;
    }
}

/* Of languages of one script the one that the first page turned out to be is enough for the rest.
 */
static void narrow(scan *s, const pdf_sheet *sheet)
{
    rap_buf text;
    rap_buf_init(&text, s->arena);
    for (size_t i = sheet->first; i < sheet->end; i++) {
        rap_buf_put(&text, s->document->words.items[i].text);
        rap_buf_put_byte(&text, ' ');
    }
    double sure = 0;
    rap_lang lang = rap_text_language(s->reading->text, rap_buf_str(&text), &sure);
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++) {
        if (text.length > 400 && !strcmp(rap_lang_code(lang), codes[i][0])) {
            s->languages = codes[i][1];
        }
    }
}

static bool read_sheet(scan *s, pdf_sheet *sheet)
{
    rap_str picture = RAP_STR_NONE, table = RAP_STR_NONE;
    if (!render(s, sheet->number, &picture)) {
        return false;
    }
    if (!s->languages) {
        s->languages = languages_of(s, picture);
    }
    const char *const arguments[] = {s->tesseract, "stdin", "stdout", "-l", s->languages,
                                     "--dpi",      "300",   "tsv",    NULL};
    if (!run(s, arguments, picture, &table)) {
        return false;
    }
    float longer = sheet->width > sheet->height ? sheet->width : sheet->height;
    take_words(s, sheet, table, longer / (float)PIXELS);
    if (!s->done++ && rap_str_starts(rap_str_of(s->languages), RAP_STR("eng+"))) {
        narrow(s, sheet);
    }
    return true;
}

/* -- all of them ------------------------------------------------------------------------------- */

#define INSTALL                                                                                    \
    "apt-get install tesseract-ocr tesseract-ocr-ara tesseract-ocr-chi-sim tesseract-ocr-fra "     \
    "tesseract-ocr-rus tesseract-ocr-spa"

static bool has_words(const pdf_document *document)
{
    for (size_t i = 0; i < document->sheets.count; i++) {
        if (document->sheets.items[i].end > document->sheets.items[i].first) {
            return true;
        }
    }
    return false;
}

/* Pages that are to be read, in order. */
typedef RAP_VEC(size_t) page_list;

static bool find_pages(const scan *s, page_list *ret_pages)
{
    const pdf_document *document = s->document;
    bool any = false;
    for (size_t i = 0; i < document->sheets.count; i++) {
        any |= letters_of(document, &document->sheets.items[i]) <= FEW_LETTERS;
    }
    if (!any) {
        return false;
    }
    const char *const arguments[] = {rap_child_find(s->arena, "pdfimages"), "-list", "/dev/stdin",
                                     NULL};
    rap_str table = RAP_STR_NONE;
    bool *covered = RAP_NEW_ARRAY(s->arena, bool, document->sheets.count + 1);
    if (run(s, arguments, s->bytes, &table)) {
        find_pictures(s, table, covered);
    }
    for (size_t i = 0; i < document->sheets.count; i++) {
        if (covered[i] && letters_of(document, &document->sheets.items[i]) <= FEW_LETTERS) {
            RAP_PUSH(s->arena, ret_pages, i);
        }
    }
    return ret_pages->count > 0;
}

static void free_scratch(void *arena)
{
    rap_arena_free(arena);
}

/* What came of the pages. */
typedef struct {
    size_t tried, failed;
    size_t first_failed; /* as numbered in the file */
} scan_outcome;

static scan_outcome read_pages(scan *s, const page_list *pages)
{
    scan_outcome out = {0};
    for (; s->tesseract && out.tried < pages->count && out.tried < PAGES_MOST; out.tried++) {
        pdf_sheet *sheet = &s->document->sheets.items[pages->items[out.tried]];
        bool is_read = read_sheet(s, sheet);
        rap_arena_reset(s->scratch);
        if (!is_read) {
            out.first_failed = out.failed ? out.first_failed : sheet->number;
            out.failed++;
            if (!s->done) {
                break; /* a language is missing, or Tesseract itself does not run */
            }
        }
    }
    return out;
}

static void warn_of(const scan *s, const page_list *pages, const scan_outcome *out,
                    rap_source *source)
{
    const pdf_sheet *sheets = s->document->sheets.items;
    if (s->done) {
        rap_warn(
            s->arena, &source->warnings, "scanned", -1,
            "%zu page%s %s a picture, read by Tesseract, first page %u: compare with the original",
            s->done, s->done == 1 ? "" : "s", s->done == 1 ? "is" : "are",
            sheets[pages->items[0]].number);
    }
    if (out->failed || !s->tesseract || out->tried < pages->count) {
        size_t left = pages->count - s->done;
        size_t next = out->tried < pages->count ? out->tried : 0;
        size_t at = out->failed ? out->first_failed : sheets[pages->items[next]].number;
        rap_warn(s->arena, &source->warnings, "not-read", -1,
                 "%zu page%s, page %zu first, %s a picture that was not read%s", left,
                 left == 1 ? "" : "s", at, left == 1 ? "is" : "are",
                 s->tesseract ? "" : "; to have such pages read: " INSTALL);
    }
}

bool rap_pdf_scan(const rap_reading *reading, rap_str bytes, pdf_document *document,
                  rap_source *source, rap_error *error)
{
    scan s = {.reading = reading, .arena = source->arena, .document = document, .bytes = bytes};
    page_list pages = {0};
    s.scratch = rap_arena_new(0);
    if (!s.scratch) {
        return rap_error_set(error, RAP_ERROR_MEMORY, -1, "out of memory");
    }
    rap_arena_defer(s.arena, free_scratch, s.scratch);
    if (!find_pages(&s, &pages)) {
        return true;
    }
    bool is_all = !has_words(document);
    s.tesseract = rap_child_find(s.arena, "tesseract");
    if (!s.tesseract && is_all) {
        return rap_error_set(
            error, RAP_ERROR_MISSING, -1,
            "no text in this PDF, its pages are pictures; to have them read: " INSTALL);
    }
    scan_outcome out = read_pages(&s, &pages);
    if (!s.done && is_all) {
        return rap_error_set(error, RAP_ERROR_MISSING, -1,
                             "the pages of this PDF are pictures, and Tesseract could not read the "
                             "first of them; see that it is complete: " INSTALL);
    }
    warn_of(&s, &pages, &out, source);
    return true;
}
