#include "akn.h"

#include "readers.h"

#include <string.h>

#define NAME_OF(name) #name,
static const char *const names[] = {RAP_AKN_NAMES(NAME_OF)};

const rap_xml_vocabulary rap_akn_vocabulary = {names, AKN_COUNT, 0, "Akoma Ntoso XML"};

rap_akn_state rap_akn_state_new(int annex)
{
    return (rap_akn_state){.paragraph = -1, .sub = -1, .heading = -1, .annex = annex};
}

rap_str rap_akn_text(rap_arena *arena, const rap_xml_node *node)
{
    rap_runs runs;
    rap_runs_init(&runs, arena);
    rap_akn_collect(NULL, arena, node, 0, &runs);
    return rap_runs_finish(&runs);
}

static rap_str attribute(const rap_xml_node *node, int name)
{
    return rap_xml_attribute_of(node, name);
}

static bool has(const rap_xml_node *node, int name, const char *value)
{
    return rap_str_is(attribute(node, name), value);
}

static rap_date date_of(const rap_xml_node *node)
{
    rap_date date = {0};
    rap_str text = attribute(node, AKN_date);
    if (!rap_date_parse(rap_str_slice(text, 0, 10), &date) || date.year < 1900) {
        date = (rap_date){0}; /* the editors' "0001-01-01" means that it is not known */
    }
    return date;
}

static void set_date(rap_date *date, rap_date found)
{
    if (!date->year) {
        *date = found;
    }
}

static void set_text(rap_str *text, rap_str found)
{
    if (!text->length) {
        *text = found;
    }
}

/* -- metadata -------------------------------------------------------------------------------- */

/* "127q" as it is printed, "127 (q)"; what stands in brackets behind it ("63[14]") is the editors'.
 */
static void read_agenda_item(rap_akn *akn, rap_str value)
{
    rap_arena *arena = akn->source->arena;
    size_t digits = 0, letters;
    while (digits < value.length && value.data[digits] >= '0' && value.data[digits] <= '9') {
        digits++;
    }
    letters = digits;
    while (letters < value.length && value.data[letters] >= 'a' && value.data[letters] <= 'z') {
        letters++;
    }
    if (!digits) {
        return;
    }
    rap_str item = rap_str_slice(value, 0, digits);
    if (letters > digits) {
        item = rap_str_of(rap_arena_format(arena, "%.*s (%.*s)", RAP_STR_ARG(item),
                                           (int)(letters - digits), value.data + digits));
    }
    for (size_t i = 0; i < akn->agenda.count; i++) {
        if (rap_str_equal(akn->agenda.items[i], item)) {
            return;
        }
    }
    RAP_PUSH(arena, &akn->agenda, item);
}

static void read_meta(rap_akn *akn, const rap_xml_node *root)
{
    rap_source *source = akn->source;
    for (const rap_xml_node *n = root; n; n = rap_xml_walk(root, n)) {
        if (n->tag == AKN_FRBRlanguage && source->lang == RAP_LANG_NONE) {
            source->lang = rap_lang_of_code(attribute(n, AKN_language));
        } else if (n->tag == AKN_FRBRuri) {
            set_text(&akn->uri, attribute(n, AKN_value));
        } else if (n->tag == AKN_FRBRdate && has(n, AKN_name, "adoption")) {
            set_date(&akn->adopted, date_of(n));
        } else if (n->tag == AKN_FRBRdate && has(n, AKN_name, "publication")) {
            set_date(&source->cover.issued, date_of(n));
        } else if (n->tag == AKN_keyword && has(n, AKN_refersTo, "agenda")) {
            read_agenda_item(akn, attribute(n, AKN_value));
        } else if (n->tag == AKN_formula) {
            akn->is_resolution = true;
        } else if ((n->tag == AKN_statement || n->tag == AKN_doc) && !source->cover.kind.length) {
            source->cover.kind = attribute(n, AKN_name);
        } else if (n->tag == AKN_mainBody) {
            break; /* cover data stand before it, so that a long body is not walked twice */
        }
    }
    if (rap_str_is(source->cover.kind, "resolution") ||
        rap_str_is(source->cover.kind, "decision")) {
        akn->is_resolution = true;
    }
}

/* A date that the cover or the closing lines tell. */
static void read_doc_date(rap_akn *akn, const rap_xml_node *node)
{
    if (has(node, AKN_refersTo, "#adoptionDate")) {
        set_date(&akn->source->cover.adopted, date_of(node));
    } else if (has(node, AKN_refersTo, "#dateOfIssuance") && date_of(node).year) {
        akn->source->cover.issued = date_of(node);
    }
}

static void read_cover_item(rap_akn *akn, const rap_xml_node *node)
{
    rap_cover *cover = &akn->source->cover;
    rap_arena *arena = akn->source->arena;
    switch (node->tag) {
    case AKN_docNumber:
        set_text(&akn->cover_number, rap_akn_text(arena, node));
        break;
    case AKN_session: {
        rap_str value = attribute(node, AKN_value);
        set_text(&cover->session, value.length ? value : rap_akn_text(arena, node));
        break;
    }
    case AKN_inline:
        if (has(node, AKN_name, "agenda item")) {
            rap_str item = attribute(node, AKN_title);
            if (item.length) { /* else the metadata name it, whatever the language */
                RAP_PUSH(arena, &cover->agenda_items, item);
            }
        }
        break;
    case AKN_docTitle:
        if (has(node, AKN_refersTo, "#resolutionNumber") || has(node, AKN_refersTo, "#title1")) {
            set_text(&cover->title, rap_akn_text(arena, node));
        }
        break;
    case AKN_docDate:
        read_doc_date(akn, node);
        break;
    default:
        break;
    }
}

static void read_cover(rap_akn *akn, const rap_xml_node *cover)
{
    for (const rap_xml_node *line = cover->first; line; line = line->next) {
        if (line->tag == RAP_XML_TEXT) {
            continue;
        }
        rap_akn_whole(akn, line, RAP_PART_COVER);
        for (const rap_xml_node *n = line; n; n = rap_xml_walk(line, n)) {
            read_cover_item(akn, n);
        }
    }
}

static bool ends_with_title(rap_str refers_to)
{
    return rap_str_ends(refers_to, RAP_STR("Title"));
}

static void read_preface(rap_akn *akn, const rap_xml_node *preface)
{
    rap_arena *arena = akn->source->arena;
    for (const rap_xml_node *line = preface->first; line; line = line->next) {
        if (line->tag == RAP_XML_TEXT) {
            continue;
        }
        rap_str number = {0};
        for (const rap_xml_node *n = line; n; n = rap_xml_walk(line, n)) {
            if (n->tag == AKN_docTitle && ends_with_title(attribute(n, AKN_refersTo))) {
                if (!akn->has_title) {
                    akn->source->cover.title = rap_akn_text(arena, n);
                }
                akn->has_title = true;
            } else if (n->tag == AKN_docNumber) {
                set_text(&number, rap_akn_text(arena, n));
                if (!rap_str_ends(attribute(n, AKN_refersTo), RAP_STR("letter"))) {
                    set_text(&akn->number, number);
                }
            }
        }
        rap_runs runs;
        rap_runs_init(&runs, arena);
        rap_akn_collect(akn, arena, line, 0, &runs);
        rap_str text = rap_runs_finish(&runs);
        if (number.length && rap_str_starts(text, number)) {
            rap_runs_cut(&runs, number.length);
        }
        rap_block *block = rap_akn_block(akn, line, &runs, RAP_PART_TITLE);
        if (block) {
            block->look = RAP_LOOK_TITLE;
            block->number = number;
        }
    }
}

static void read_conclusions(rap_akn *akn, const rap_xml_node *conclusions)
{
    for (const rap_xml_node *line = conclusions->first; line; line = line->next) {
        if (line->tag == RAP_XML_TEXT) {
            continue;
        }
        rap_akn_whole(akn, line, RAP_PART_CLOSING);
        for (const rap_xml_node *n = line; n; n = rap_xml_walk(line, n)) {
            if (n->tag == AKN_docDate && has(n, AKN_refersTo, "#adoptionDate")) {
                read_doc_date(akn, n);
            }
        }
    }
}

/* -- parts ------------------------------------------------------------------------------------ */

static void read_parts(rap_akn *akn, const rap_xml_node *statement, rap_akn_state *state);

static void read_attachments(rap_akn *akn, const rap_xml_node *attachments)
{
    int annex = 0;
    for (const rap_xml_node *a = attachments->first; a; a = a->next) {
        if (a->tag == RAP_XML_TEXT) {
            continue;
        }
        rap_akn_state state = rap_akn_state_new(++annex);
        for (const rap_xml_node *d = a->first; d; d = d->next) {
            if (d->tag == AKN_doc || d->tag == AKN_statement) {
                read_parts(akn, d, &state);
            } else if (d->tag != RAP_XML_TEXT) {
                rap_akn_item(akn, d, &state);
            }
        }
    }
}

static void read_parts(rap_akn *akn, const rap_xml_node *statement, rap_akn_state *state)
{
    for (const rap_xml_node *c = statement->first; c && !akn->is_over; c = c->next) {
        switch (c->tag) {
        case RAP_XML_TEXT:
        case AKN_meta:
        case AKN_collectionBody:
        case AKN_components:
            break;
        case AKN_coverPage:
            read_cover(akn, c);
            break;
        case AKN_preface:
            read_preface(akn, c);
            break;
        case AKN_preamble:
            for (const rap_xml_node *k = c->first; k; k = k->next) {
                if (k->tag != RAP_XML_TEXT) {
                    rap_akn_preamble(akn, k, state);
                }
            }
            break;
        case AKN_mainBody:
        case AKN_body:
            for (const rap_xml_node *k = c->first; k; k = k->next) {
                if (k->tag != RAP_XML_TEXT) {
                    rap_akn_item(akn, k, state);
                }
            }
            break;
        case AKN_conclusions:
            read_conclusions(akn, c);
            break;
        case AKN_attachments:
            read_attachments(akn, c);
            break;
        default:
            rap_akn_item(akn, c, state);
        }
    }
}

static const rap_xml_node *first_element(const rap_xml_node *node)
{
    const rap_xml_node *child = node->first;
    while (child && child->tag == RAP_XML_TEXT) {
        child = child->next;
    }
    return child;
}

static void read_document(rap_akn *akn, const rap_xml_node *root)
{
    rap_akn_state state = rap_akn_state_new(0);
    const rap_xml_node *top = root->first;
    while (top && top->tag != AKN_statement && top->tag != AKN_documentCollection &&
           top->tag != AKN_doc && top->tag != AKN_act && top->tag != AKN_bill) {
        top = top->next;
    }
    top = top ? top : first_element(root);
    if (!top) {
        return;
    }
    read_parts(akn, top, &state);
    /* The parts of a resolution in several (A, B, C) stand in components. */
    for (const rap_xml_node *holder = root; holder; holder = holder == root ? top : NULL) {
        for (const rap_xml_node *cs = holder->first; cs; cs = cs->next) {
            if (cs->tag != AKN_components) {
                continue;
            }
            for (const rap_xml_node *c = cs->first; c; c = c->next) {
                for (const rap_xml_node *s = c->first; s; s = s->next) {
                    if (s->tag != RAP_XML_TEXT) {
                        state = rap_akn_state_new(0);
                        read_parts(akn, s, &state);
                    }
                }
            }
        }
    }
}

/* -- the whole -------------------------------------------------------------------------------- */

/* "77/12" of "77/12." or "A/RES/77/12". */
static rap_str bare_number(rap_str text)
{
    size_t slash = text.data ? rap_str_find(text, RAP_STR("/"), 0) : SIZE_MAX;
    for (; slash != SIZE_MAX; slash = rap_str_find(text, RAP_STR("/"), slash + 1)) {
        size_t start = slash, end = slash + 1;
        while (start > 0 && text.data[start - 1] >= '0' && text.data[start - 1] <= '9') {
            start--;
        }
        while (end < text.length && text.data[end] >= '0' && text.data[end] <= '9') {
            end++;
        }
        if (start == slash || end == slash + 1) {
            continue;
        }
        if (start >= 3 && !memcmp(text.data + start - 3, "ES-", 3)) {
            start -= 3;
        } else if (start >= 2 && !memcmp(text.data + start - 2, "S-", 2)) {
            start -= 2;
        }
        return rap_str_slice(text, start, end);
    }
    return RAP_STR_NONE;
}

/* The symbol on the cover; where the number beside the title says another, that is believed: it
 * was typed with the text, and the cover has been seen to keep the number of the file's model. */
static void settle_symbol(rap_akn *akn)
{
    rap_source *source = akn->source;
    rap_cover *cover = &source->cover;
    cover->symbol = akn->cover_number;
    rap_str number = bare_number(akn->number), prefix = RAP_STR("A/RES/");
    if (!number.length || !rap_str_starts(cover->symbol, prefix)) {
        return;
    }
    rap_str rest = rap_str_slice(cover->symbol, prefix.length, cover->symbol.length);
    size_t blank = rap_str_find(rest, RAP_STR(" "), 0);
    rest = rap_str_slice(rest, 0, blank < rest.length ? blank : rest.length);
    if (rap_str_equal(number, rest)) {
        return;
    }
    rap_warn(source->arena, &source->warnings, "symbol-mismatch", -1,
             "the cover says %.*s, the number before the title %.*s", RAP_STR_ARG(cover->symbol),
             RAP_STR_ARG(number));
    if (rap_str_find(cover->symbol, number, 0) == SIZE_MAX) {
        cover->symbol =
            rap_str_of(rap_arena_format(source->arena, "A/RES/%.*s", RAP_STR_ARG(number)));
    }
}

/* Whether the figures of `number` stand one after another in `part`: "77/12" in "77-12". */
static bool has_figures(rap_str part, rap_str number)
{
    size_t at = 0;
    for (size_t i = 0; i < number.length; i++) {
        while (at < part.length && (part.data[at] < '0' || part.data[at] > '9') &&
               number.data[i] >= '0' && number.data[i] <= '9') {
            at++;
        }
        if (number.data[i] < '0' || number.data[i] > '9') {
            continue;
        }
        if (at >= part.length || part.data[at++] != number.data[i]) {
            return false;
        }
    }
    return at >= part.length || part.data[at] < '0' || part.data[at] > '9';
}

/* The metadata name the work by the number and the day of its adoption. */
static void check_metadata(rap_akn *akn)
{
    rap_source *source = akn->source;
    rap_str rest = akn->uri, part, last = RAP_STR_NONE;
    while (rap_str_split(&rest, '/', &part)) {
        last = part.length ? part : last;
    }
    rap_str number = bare_number(source->cover.symbol);
    if (last.length && number.length && !has_figures(last, number)) {
        rap_warn(source->arena, &source->warnings, "symbol-mismatch", -1,
                 "the symbol is %.*s, the metadata name %.*s", RAP_STR_ARG(source->cover.symbol),
                 RAP_STR_ARG(last));
    }
    rap_date told = source->cover.adopted, marked = akn->adopted;
    if (told.year && marked.year && rap_date_compare(told, marked) != 0) {
        rap_warn(source->arena, &source->warnings, "date-mismatch", -1,
                 "the cover is marked as adopted on %d-%02d-%02d, the metadata say %d-%02d-%02d",
                 told.year, told.month, told.day, marked.year, marked.month, marked.day);
    }
}

static int recognize(rap_str bytes, rap_str file_name)
{
    (void)file_name;
    return rap_str_is(rap_xml_root_name(bytes), "akomaNtoso") ? 100 : 0;
}

static bool read_akn(const rap_reading *reading, rap_str bytes, rap_source *source,
                     rap_error *error)
{
    rap_xml_node *root =
        rap_xml_parse(&reading->limits, source->arena, bytes, &rap_akn_vocabulary, error);
    if (!root) {
        return false;
    }
    rap_akn akn = {.reading = reading, .source = source};
    source->encoding = RAP_STR("UTF-8");
    source->structured = true;
    read_meta(&akn, root);
    read_document(&akn, root);
    set_date(&source->cover.adopted, akn.adopted);
    if (!source->cover.agenda_items.count) {
        source->cover.agenda_items = akn.agenda;
    }
    settle_symbol(&akn);
    check_metadata(&akn);
    for (size_t i = 0; i < akn.notes.count; i++) {
        RAP_PUSH(source->arena, &source->blocks, akn.notes.items[i]);
    }
    rap_tie_notes(source->arena, &source->blocks, 0);
    if (akn.is_over) {
        return rap_refuse_blocks(reading, error);
    }
    if (!source->blocks.count) {
        return rap_error_set(error, RAP_ERROR_FORMAT, -1, "no text in this Akoma Ntoso document");
    }
    return true;
}

const rap_reader rap_reader_akn = {"akn", "Akoma Ntoso XML", recognize, read_akn};
