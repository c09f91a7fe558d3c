#include "model/document.h"

#include "model/fact.h"

static const char *const part_names[] = {
    [RAP_PART_UNKNOWN] = "unknown",       [RAP_PART_COVER] = "cover",
    [RAP_PART_TITLE] = "title",           [RAP_PART_FORMULA] = "formula",
    [RAP_PART_PREAMBULAR] = "preambular", [RAP_PART_OPERATIVE] = "operative",
    [RAP_PART_HEADING] = "heading",       [RAP_PART_BODY] = "body",
    [RAP_PART_ANNEX] = "annex",           [RAP_PART_FOOTNOTE] = "footnote",
    [RAP_PART_CLOSING] = "closing",
};

static const char *const mention_names[] = {
    [RAP_MENTION_ORGANIZATION] = "organization",
    [RAP_MENTION_PERSON] = "person",
    [RAP_MENTION_STATE] = "state",
    [RAP_MENTION_PARLIAMENT] = "parliament",
    [RAP_MENTION_PLACE] = "place",
    [RAP_MENTION_DATE] = "date",
    [RAP_MENTION_SYMBOL] = "symbol",
    [RAP_MENTION_SESSION] = "session",
    [RAP_MENTION_GROUP] = "group",
};

static const char *const force_names[] = {
    [RAP_FORCE_DECLARATION] = "declaration",
    [RAP_FORCE_INVITATION] = "invitation",
    [RAP_FORCE_REQUEST] = "request",
    [RAP_FORCE_DECISION] = "decision",
};

const char *rap_part_name(rap_part part)
{
    return part_names[part];
}

const char *rap_mention_kind_name(rap_mention_kind kind)
{
    return mention_names[kind];
}

const char *rap_force_name(rap_force force)
{
    return force_names[force];
}

bool rap_force_of_name(rap_str name, rap_force *ret_force)
{
    for (int i = RAP_FORCE_DECLARATION; i <= RAP_FORCE_DECISION; i++) {
        if (rap_str_is(name, force_names[i])) {
            *ret_force = (rap_force)i;
            return true;
        }
    }
    return false;
}

const char *rap_status_name(rap_status status)
{
    return status == RAP_STATUS_DONE      ? "done"
           : status == RAP_STATUS_ONGOING ? "ongoing"
                                          : "planned";
}

bool rap_status_of_name(rap_str name, rap_status *ret_status)
{
    for (rap_status status = RAP_STATUS_DONE; status <= RAP_STATUS_PLANNED; status++) {
        if (rap_str_is(name, rap_status_name(status))) {
            *ret_status = status;
            return true;
        }
    }
    return false;
}

const char *rap_fact_kind_name(rap_fact_kind kind)
{
    return kind == RAP_FACT_MANDATE ? "mandate" : kind == RAP_FACT_ACTIVITY ? "activity" : "figure";
}

bool rap_fact_kind_of_name(rap_str name, rap_fact_kind *ret_kind)
{
    for (rap_fact_kind kind = RAP_FACT_MANDATE; kind <= RAP_FACT_FIGURE; kind++) {
        if (rap_str_is(name, rap_fact_kind_name(kind))) {
            *ret_kind = kind;
            return true;
        }
    }
    return false;
}

void rap_warn(rap_arena *arena, rap_warnings *warnings, const char *rule, int32_t block,
              const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    rap_warning warning = {.rule = rap_str_of(rule),
                           .message = rap_str_of(rap_arena_vformat(arena, format, arguments)),
                           .block = block};
    va_end(arguments);
    RAP_PUSH(arena, warnings, warning);
}

rap_str rap_block_slice(const rap_block *block, rap_span span)
{
    return rap_str_slice(block->text, span.start, span.end);
}

size_t rap_mention_from(const rap_version *version, uint32_t block, size_t byte)
{
    size_t low = 0, high = version->mentions.count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const rap_mention *mention = &version->mentions.items[middle];
        if (mention->block < block || (mention->block == block && mention->span.start < byte)) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

static const char *const bound_names[] = {[RAP_BOUND_EXACT] = "exact",
                                          [RAP_BOUND_AT_LEAST] = "at least",
                                          [RAP_BOUND_AT_MOST] = "at most",
                                          [RAP_BOUND_ABOUT] = "about"};

const char *rap_bound_name(rap_bound bound)
{
    return bound_names[bound];
}

bool rap_bound_of_name(rap_str name, rap_bound *ret_bound)
{
    for (size_t i = 0; i < sizeof bound_names / sizeof *bound_names; i++) {
        if (rap_str_is(name, bound_names[i])) {
            *ret_bound = (rap_bound)i;
            return true;
        }
    }
    return false;
}
