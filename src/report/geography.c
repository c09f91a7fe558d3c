/* Where places lie: data/geography. */
#include "picture.h"

#include "base/data.h"
#include "base/table.h"

#include <stdlib.h>
#include <unicode/uloc.h>

typedef struct {
    rap_str points;
    bool is_border;
} outline;

struct rap_geography {
    rap_map *cities; /* English name -> rap_location */
    rap_map *states; /* alpha-3 -> rap_location of the capital */
    RAP_VEC(outline) outlines;
};

static double number_of(rap_arena *arena, rap_str text)
{
    return strtod(rap_str_c(arena, text), NULL);
}

static void load_cities(rap_geography *geography, rap_arena *arena)
{
    rap_table table;
    if (!rap_table_parse(arena, rap_data_find("geography/cities.tsv"), &table, NULL)) {
        return;
    }
    int place = rap_table_column(&table, "place"), state = rap_table_column(&table, "state");
    int latitude = rap_table_column(&table, "latitude");
    int longitude = rap_table_column(&table, "longitude");
    int role = rap_table_column(&table, "role");
    for (size_t i = 0; i < table.rows.count; i++) {
        const rap_row *row = &table.rows.items[i];
        rap_location *location = RAP_NEW(arena, rap_location);
        *location = (rap_location){.place = rap_row_cell(row, place),
                                   .latitude = number_of(arena, rap_row_cell(row, latitude)),
                                   .longitude = number_of(arena, rap_row_cell(row, longitude))};
        rap_map_set(geography->cities, location->place, location);
        if (rap_str_is(rap_row_cell(row, role), "capital")) {
            char locale[16] = "und_";
            rap_str code = rap_row_cell(row, state);
            for (size_t k = 0; k < code.length && k < 2; k++) {
                locale[4 + k] = code.data[k];
            }
            rap_str id = rap_str_of(uloc_getISO3Country(locale));
            if (id.length && !rap_map_find(geography->states, id)) {
                rap_map_set(geography->states, id, location);
            }
        }
    }
}

static void load_outlines(rap_geography *geography, rap_arena *arena)
{
    rap_table table;
    if (!rap_table_parse(arena, rap_data_find("geography/outlines.tsv"), &table, NULL)) {
        return;
    }
    int kind = rap_table_column(&table, "kind"), points = rap_table_column(&table, "points");
    for (size_t i = 0; i < table.rows.count; i++) {
        const rap_row *row = &table.rows.items[i];
        outline line = {.points = rap_row_cell(row, points),
                        .is_border = rap_str_is(rap_row_cell(row, kind), "border")};
        RAP_PUSH(arena, &geography->outlines, line);
    }
}

rap_geography *rap_geography_new(rap_arena *arena)
{
    rap_geography *geography = RAP_NEW(arena, rap_geography);
    geography->cities = rap_map_new(arena);
    geography->states = rap_map_new(arena);
    load_cities(geography, arena);
    load_outlines(geography, arena);
    return geography;
}

bool rap_geography_find(const rap_geography *geography, rap_str id, rap_location *ret_location,
                        bool *ret_is_state)
{
    const rap_location *location = rap_map_find(geography->cities, id);
    *ret_is_state = !location;
    location = location ? location : rap_map_find(geography->states, id);
    if (!location) {
        return false;
    }
    *ret_location = *location;
    return true;
}

bool rap_geography_outline(const rap_geography *geography, size_t index, rap_str *ret_points,
                           bool *ret_is_border)
{
    if (index >= geography->outlines.count) {
        return false;
    }
    *ret_points = geography->outlines.items[index].points;
    *ret_is_border = geography->outlines.items[index].is_border;
    return true;
}
