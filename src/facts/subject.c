#include "subject.h"

#include <unicode/uchar.h>

/* Quotation marks, and the brackets that stand for them around titles in Chinese. */
static bool is_quote(uint32_t c)
{
    return u_hasBinaryProperty((UChar32)c, UCHAR_QUOTATION_MARK) || c == 0x300A || c == 0x300B;
}

static bool is_edge(uint32_t c)
{
    int8_t type = u_charType((UChar32)c);
    return u_isUWhiteSpace((UChar32)c) || type == U_OTHER_PUNCTUATION || type == U_DASH_PUNCTUATION;
}

/* Marks of quotation go only in pairs: one inside the words closes what was opened there. */
static bool is_quoted(rap_str text, rap_span span)
{
    size_t start = span.start, end = span.end;
    if (span.end <= span.start || !is_quote(rap_utf8_next(text, &start)) ||
        !is_quote(rap_utf8_previous(text, &end)) || start > end) {
        return false;
    }
    while (start < end) {
        if (is_quote(rap_utf8_next(text, &start))) {
            return false;
        }
    }
    return true;
}

static rap_span without_edges(rap_str text, rap_span span)
{
    for (size_t at = span.start; span.start < span.end; span.start = (uint32_t)at) {
        uint32_t c = rap_utf8_next(text, &at);
        if (!is_edge(c) || is_quote(c)) {
            break;
        }
    }
    for (size_t at = span.end; span.end > span.start; span.end = (uint32_t)at) {
        uint32_t c = rap_utf8_previous(text, &at);
        if (!is_edge(c) || is_quote(c)) {
            break;
        }
    }
    return span;
}

rap_span rap_subject_trim(const rap_clause *clause, rap_span span)
{
    rap_str text = clause->block->text;
    span = without_edges(text, span);
    if (is_quoted(text, span)) {
        size_t start = span.start, end = span.end;
        rap_utf8_next(text, &start);
        rap_utf8_previous(text, &end);
        span = without_edges(text, (rap_span){(uint32_t)start, (uint32_t)end});
    }
    return span.end > span.start ? span : (rap_span){0, 0};
}
