/* Mails (RFC 5322, MIME: RFC 2045 to 2049, 2183, 2231) by GMime: what is attached, and the words of
 * the mail itself. */
#include "enclosures.h"

#include "text/text.h"

#include <gmime/gmime.h>
#include <iconv.h>
#include <string.h>

#define FIELDS_LOOKED_AT 64

/* -- telling a mail -----------------------------------------------------------------------------
 */

/* The name of a header field; empty where the line begins otherwise. */
static rap_str field_name(rap_str line)
{
    size_t length = 0;
    while (length < line.length && line.data[length] > ' ' && line.data[length] < 0x7F &&
           line.data[length] != ':') {
        length++;
    }
    return length < line.length && line.data[length] == ':' ? rap_str_slice(line, 0, length)
                                                            : RAP_STR_NONE;
}

static bool is_among(rap_str text, const char *const *names, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (rap_str_equal_nocase(text, rap_str_of(names[i]))) {
            return true;
        }
    }
    return false;
}

#define IS_AMONG(text, names) is_among((text), (names), sizeof(names) / sizeof *(names))

/* People type "From:", "To:" and "Date:" at the head of a note; programs write what is technical. A
 * file that is called a mail needs no such field. */
bool rap_is_mail(rap_str head, rap_str file_name)
{
    static const char *const usual[] = {"From", "To", "Date", "Subject", "Sender", "Cc"};
    static const char *const technical[] = {"Received",     "Return-Path",  "Message-ID",
                                            "MIME-Version", "Delivered-To", "DKIM-Signature"};
    unsigned of_mails = 0, of_programs = rap_str_ends(file_name, RAP_STR(".eml")) ? 1 : 0;
    rap_str rest = rap_str_slice(head, 0, RAP_ENCLOSING_HEAD), line;
    for (int i = 0; i < FIELDS_LOOKED_AT && rap_str_split(&rest, '\n', &line); i++) {
        bool is_folded = line.length && (line.data[0] == ' ' || line.data[0] == '\t');
        bool is_envelope = i == 0 && rap_str_starts(line, RAP_STR("From "));
        if ((is_folded && i) || is_envelope) {
            continue;
        }
        rap_str name = field_name(line);
        if (!name.length) {
            break;
        }
        of_mails += IS_AMONG(name, usual);
        of_programs += IS_AMONG(name, technical);
    }
    return of_programs && of_mails + of_programs >= 3;
}

/* -- GMime --------------------------------------------------------------------------------------
 */

/* Names of files come in the charsets of the senders' machines; the converters lie on disk, and are
 * opened, and kept, while that can be done. */
void rap_mail_prepare(void)
{
    static const char *const charsets[] = {
        "CP1250",     "CP1251",     "CP1252",     "CP1254",      "CP1256", "ISO-8859-1",
        "ISO-8859-2", "ISO-8859-5", "ISO-8859-6", "ISO-8859-15", "KOI8-R", "KOI8-U",
        "GBK",        "GB2312",     "GB18030",    "BIG5",        "UTF-16"};
    for (size_t i = 0; i < sizeof charsets / sizeof *charsets; i++) {
        iconv_t kept = iconv_open("UTF-8", charsets[i]);
        (void)kept;
    }
    g_mime_init();
}

static void unref(void *object)
{
    g_object_unref(object);
}

typedef struct {
    rap_unpacking *unpacking;
    rap_buf body;
    bool has_body, is_html;
    rap_error *error;
} walking;

static rap_str bytes_of(rap_arena *arena, GMimeStream *stream)
{
    const GByteArray *array = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(stream));
    return (rap_str){rap_arena_copy(arena, (const char *)array->data, array->len), array->len};
}

/* What a part holds, as it was before it was packed for the way. */
static rap_str content_of(rap_arena *arena, GMimePart *part)
{
    GMimeDataWrapper *content = g_mime_part_get_content(part);
    GMimeStream *stream = g_mime_stream_mem_new();
    if (content) {
        g_mime_data_wrapper_write_to_stream(content, stream);
    }
    rap_str bytes = bytes_of(arena, stream);
    g_object_unref(stream);
    return bytes;
}

/* The words of a mail may stand in several parts, between what is attached; the kind of the first
 * counts. */
static void take_words(walking *w, GMimePart *part, bool is_html)
{
    rap_arena *arena = w->unpacking->arena;
    const char *charset = g_mime_object_get_content_type_parameter(GMIME_OBJECT(part), "charset");
    rap_str text, encoding;
    rap_replaced replaced;
    rap_error ignored;
    if ((w->has_body && w->is_html != is_html) ||
        !rap_text_decode(arena, content_of(arena, part), rap_str_of(charset), &text, &encoding,
                         &replaced, &ignored)) {
        return;
    }
    w->has_body = true;
    w->is_html = is_html;
    rap_buf_put(&w->body, text);
    rap_buf_put_c(&w->body, "\n");
}

static bool is_type(GMimeObject *object, const char *const *types, size_t count)
{
    GMimeContentType *type = g_mime_object_get_content_type(object);
    for (size_t i = 0; type && i < count; i += 2) {
        if (g_mime_content_type_is_type(type, types[i], types[i + 1])) {
            return true;
        }
    }
    return false;
}

#define IS_TYPE(object, types) is_type((object), (types), sizeof(types) / sizeof *(types))

static bool take_part(walking *w, GMimePart *part)
{
    static const char *const no_documents[] = {"application", "pgp-signature",
                                               "application", "pkcs7-signature",
                                               "application", "x-pkcs7-signature",
                                               "text",        "calendar",
                                               "text",        "vcard",
                                               "text",        "x-vcard"};
    static const char *const pictures[] = {"image", "*"}, *const plain[] = {"text", "plain"},
                             *const html[] = {"text", "html"},
                             *const outlook[] = {"application", "ms-tnef", "application",
                                                 "vnd.ms-tnef"};
    rap_unpacking *unpacking = w->unpacking;
    GMimeObject *object = GMIME_OBJECT(part);
    rap_str name = rap_str_of(g_mime_part_get_filename(part));
    const char *disposition = g_mime_object_get_disposition(object);
    bool is_attached = name.length || (disposition && !strcmp(disposition, "attachment"));
    bool is_shown = IS_TYPE(object, pictures) && g_mime_part_get_content_id(part);
    if (IS_TYPE(object, no_documents) ||
        (is_shown && !(disposition && is_attached && !strcmp(disposition, "attachment")))) {
        return true;
    }
    if (!is_attached && (IS_TYPE(object, plain) || IS_TYPE(object, html))) {
        take_words(w, part, IS_TYPE(object, html));
        return true;
    }
    if (IS_TYPE(object, outlook)) {
        rap_unpacking_refuse(unpacking, name, "winmail.dat",
                             "is Outlook's own packing of attachments; ask the sender for a mail "
                             "without it");
        return true;
    }
    rap_str bytes = content_of(unpacking->arena, part);
    if (!rap_unpacking_allows(unpacking, bytes.length, w->error)) {
        return false;
    }
    rap_unpacking_put(unpacking, name, "attachment", (rap_enclosure){.bytes = bytes});
    return true;
}

static bool take_mail(walking *w, GMimeMessagePart *part)
{
    rap_arena *arena = w->unpacking->arena;
    GMimeMessage *message = g_mime_message_part_get_message(part);
    if (!message) {
        return true;
    }
    GMimeStream *stream = g_mime_stream_mem_new();
    g_mime_object_write_to_stream(GMIME_OBJECT(message), NULL, stream);
    rap_str bytes = bytes_of(arena, stream);
    g_object_unref(stream);
    const char *subject = g_mime_message_get_subject(message);
    rap_str plain = rap_plain_line(arena, rap_str_of(subject));
    char *name = rap_arena_format(arena, "%.*s.eml", RAP_STR_ARG(plain));
    for (char *at = name; *at; at++) { /* a subject is no path */
        *at = *at == '/' || *at == '\\' ? '-' : *at;
    }
    if (!rap_unpacking_allows(w->unpacking, bytes.length, w->error)) {
        return false;
    }
    rap_unpacking_put(w->unpacking, plain.length ? rap_str_of(name) : RAP_STR_NONE, "mail.eml",
                      (rap_enclosure){.bytes = bytes});
    return true;
}

static bool take(walking *w, GMimeObject *object, unsigned depth);

/* Of several forms of the same the last that can be read, as it tells most (RFC 2046, 5.1.4). */
static bool take_alternative(walking *w, GMimeMultipart *multipart, unsigned depth)
{
    static const char *const readable[] = {"text", "plain", "text", "html", "multipart", "*"};
    for (int i = g_mime_multipart_get_count(multipart); i-- > 0;) {
        GMimeObject *object = g_mime_multipart_get_part(multipart, i);
        if (IS_TYPE(object, readable)) {
            return take(w, object, depth + 1);
        }
    }
    return true;
}

static bool take_all(walking *w, GMimeMultipart *multipart, unsigned depth)
{
    static const char *const alternative[] = {"multipart", "alternative"};
    if (IS_TYPE(GMIME_OBJECT(multipart), alternative)) {
        return take_alternative(w, multipart, depth);
    }
    for (int i = 0; i < g_mime_multipart_get_count(multipart); i++) {
        if (!take(w, g_mime_multipart_get_part(multipart, i), depth + 1)) {
            return false;
        }
    }
    return true;
}

static bool take(walking *w, GMimeObject *object, unsigned depth)
{
    static const char *const sealed[] = {"application",  "pkcs7-mime", "application",
                                         "x-pkcs7-mime", "multipart",  "encrypted"};
    if (depth > w->unpacking->reading->limits.depth) {
        return rap_limit_exceeded(w->error, &w->unpacking->reading->limits, RAP_LIMIT_NESTING,
                                  "has parts nested deeper than %u; it is damaged or made to do "
                                  "harm: save what is attached by hand",
                                  w->unpacking->reading->limits.depth);
    }
    if (IS_TYPE(object, sealed)) {
        rap_unpacking_refuse(w->unpacking, RAP_STR_NONE, "encrypted",
                             "is encrypted or sealed (S/MIME, OpenPGP); open the mail and save "
                             "what is attached");
        return true;
    }
    if (GMIME_IS_MULTIPART(object)) {
        return take_all(w, GMIME_MULTIPART(object), depth);
    }
    if (GMIME_IS_MESSAGE_PARTIAL(object)) {
        rap_unpacking_refuse(w->unpacking, RAP_STR_NONE, "part",
                             "is a piece of a mail that was sent in several; save it whole");
        return true;
    }
    if (GMIME_IS_MESSAGE_PART(object)) {
        return take_mail(w, GMIME_MESSAGE_PART(object));
    }
    return !GMIME_IS_PART(object) || take_part(w, GMIME_PART(object));
}

/* Named like the mail. A byte order mark tells readers the encoding, whatever the HTML says. */
static void put_body(const walking *w)
{
    rap_arena *arena = w->unpacking->arena;
    rap_buf bytes = w->body;
    if (!w->has_body || !rap_str_trim(rap_buf_str(&bytes)).length) {
        return;
    }
    rap_str name = rap_str_of(w->unpacking->reading->file_name);
    size_t dot = name.length;
    while (dot && name.data[dot - 1] != '.') {
        dot--;
    }
    rap_str stem = dot > 1 ? rap_str_slice(name, 0, dot - 1) : name;
    rap_unpacking_put(w->unpacking,
                      rap_str_of(rap_arena_format(arena, "%.*s.%s", RAP_STR_ARG(stem),
                                                  w->is_html ? "html" : "txt")),
                      "mail", (rap_enclosure){.bytes = rap_buf_str(&bytes), .is_body = true});
}

bool rap_mail_unpack(rap_unpacking *unpacking, rap_str bytes, rap_error *error)
{
    walking w = {.unpacking = unpacking, .error = error};
    g_mime_init();
    rap_buf_init(&w.body, unpacking->arena);
    rap_buf_put_c(&w.body, "\xEF\xBB\xBF");
    if (rap_str_starts(bytes, RAP_STR("From "))) { /* of the mail box that it was taken from */
        bytes = rap_str_slice(bytes, rap_str_find(bytes, RAP_STR("\n"), 0) + 1, bytes.length);
    }
    GMimeStream *stream = g_mime_stream_mem_new_with_buffer(bytes.data, bytes.length);
    GMimeParser *parser = g_mime_parser_new_with_stream(stream);
    g_object_unref(stream);
    GMimeMessage *message = g_mime_parser_construct_message(parser, NULL);
    g_object_unref(parser);
    if (!message) {
        return rap_error_set(error, RAP_ERROR_FORMAT, -1,
                             "the mail is damaged or cut off; save it again");
    }
    rap_arena_defer(unpacking->arena, unref, message);
    GMimeObject *root = g_mime_message_get_mime_part(message);
    if (root && !take(&w, root, 0)) {
        return false;
    }
    put_body(&w);
    return true;
}
