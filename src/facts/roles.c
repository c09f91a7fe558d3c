/* Roles of parties. What follows in the discourse needs to know where a party stood in its
 * sentence; what the record tells is the role that this gives it. */
#include "roles.h"

#include "base/data.h"
#include "base/table.h"

typedef struct {
    rap_str verbs, types, places, role; /* alternatives parted by "|" */
} role_row;

struct rap_role_rules {
    RAP_VEC(role_row) rows;
};

rap_role_rules *rap_role_rules_new(rap_arena *arena, rap_error *error)
{
    rap_role_rules *rules = RAP_NEW(arena, rap_role_rules);
    rap_table table;
    if (!rap_table_parse(arena, rap_data_find("roles.tsv"), &table, error)) {
        return NULL;
    }
    int verb = rap_table_column(&table, "verb"), type = rap_table_column(&table, "type");
    int place = rap_table_column(&table, "place"), role = rap_table_column(&table, "role");
    for (size_t i = 0; i < table.rows.count; i++) {
        const rap_row *row = &table.rows.items[i];
        RAP_PUSH(arena, &rules->rows,
                 (role_row){rap_row_cell(row, verb), rap_row_cell(row, type),
                            rap_row_cell(row, place), rap_row_cell(row, role)});
    }
    return rules;
}

static bool is_among(rap_str alternatives, rap_str word)
{
    rap_str one;
    if (rap_str_is(alternatives, "*")) {
        return true;
    }
    while (rap_str_split(&alternatives, '|', &one)) {
        if (rap_str_equal(one, word)) {
            return true;
        }
    }
    return false;
}

rap_str rap_party_role(const rap_role_rules *rules, rap_str verb_class, rap_str type, rap_str place)
{
    place = place.length ? place : RAP_STR("understood");
    for (size_t i = 0; i < rules->rows.count; i++) {
        const role_row *row = &rules->rows.items[i];
        if (is_among(row->types, type) && is_among(row->places, place) &&
            is_among(row->verbs, verb_class)) {
            return row->role;
        }
    }
    return RAP_STR_NONE;
}

void rap_roles_give(const rap_role_rules *rules, rap_arena *arena, rap_str verb_class,
                    rap_activity *activity)
{
    rap_activity given = *activity;
    given.parties.items = NULL;
    given.parties.count = given.parties.capacity = 0;
    for (size_t i = 0; i < activity->parties.count; i++) {
        rap_party party = activity->parties.items[i];
        party.role = rap_party_role(rules, verb_class, activity->type, party.role);
        RAP_PUSH(arena, &given.parties, party);
    }
    activity->parties.items = given.parties.items;
    activity->parties.count = given.parties.count;
    activity->parties.capacity = given.parties.capacity;
}

bool rap_role_is_known(const rap_role_rules *rules, rap_str role)
{
    for (size_t i = 0; i < rules->rows.count; i++) {
        if (rap_str_equal(rules->rows.items[i].role, role)) {
            return true;
        }
    }
    return false;
}
