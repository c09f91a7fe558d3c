#include "folder.h"

#include "base/file.h"

#include <ftw.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

int place_set_up(void **state)
{
    rap_arena *arena = rap_arena_new(0);
    place *at = RAP_NEW(arena, place);
    const char *below = getenv("TMPDIR");
    at->arena = arena;
    at->folder = rap_arena_format(arena, "%s/rapporteur-XXXXXX", below ? below : "/tmp");
    assert_non_null(mkdtemp(at->folder));
    at->files = rap_arena_format(arena, "%s/files", at->folder);
    at->location = rap_arena_format(arena, "%s/register.db", at->folder);
    assert_int_equal(mkdir(at->files, 0755), 0);
    *state = at;
    return 0;
}

static int remove_one(const char *path, const struct stat *about, int kind, struct FTW *where)
{
    (void)about;
    (void)kind;
    (void)where;
    return remove(path);
}

int place_tear_down(void **state)
{
    place *at = *state;
    nftw(at->folder, remove_one, 8, FTW_DEPTH | FTW_PHYS);
    rap_arena_free(at->arena);
    return 0;
}

const char *place_file(place *at, const char *name, const char *text)
{
    rap_error error;
    const char *path = rap_arena_format(at->arena, "%s/%s", at->files, name);
    if (!rap_file_write(path, rap_str_of(text), &error)) {
        fail_msg("%s", error.message);
    }
    return path;
}

void place_reports(place *at, int count)
{
    static const char *const towns[] = {"Nairobi", "Lima", "Astana", "Suva", "Tunis"};
    for (int i = 0; i < count; i++) {
        const char *name = rap_arena_format(at->arena, "report-%03d.txt", i);
        place_file(at, name,
                   rap_arena_format(
                       at->arena,
                       "Report of the water commission, part %d\n\n"
                       "1. In March 2023, the African Union and the Inter-Parliamentary Union held "
                       "a workshop on well number%d in %s.\n\n"
                       "2. On 4 May 2023, the Union signed a memorandum of understanding with the "
                       "World Health Organization, valid until 2026.\n\n"
                       "3. The commission will meet again in 2024.\n",
                       i, i, towns[i % 5]));
    }
}

bool telling_take(void *user, const rapporteur_event *event)
{
    static const char *const outcomes[] = {[RAPPORTEUR_ADDED] = "added",
                                           [RAPPORTEUR_UNCHANGED] = "unchanged",
                                           [RAPPORTEUR_REFUSED] = "refused"};
    telling *told = user;
    const char *slash = strrchr(event->path, '/');
    RAP_PUSH(told->arena, &told->lines,
             rap_str_of(rap_arena_format(
                 told->arena, "%s %s%s%s", outcomes[event->outcome],
                 slash ? slash + 1 : event->path, event->outcome == RAPPORTEUR_REFUSED ? ": " : "",
                 event->outcome == RAPPORTEUR_REFUSED ? event->message : "")));
    RAP_PUSH(told->arena, &told->documents,
             rap_str_copy(told->arena, rap_str_of(event->documents)));
    assert_int_equal(event->done, told->lines.count);
    assert_true(event->total >= event->done);
    return !told->stop_after || told->lines.count < told->stop_after;
}

rapporteur_add_result place_add(place *at, telling *told, unsigned threads)
{
    rapporteur_error error = {0};
    rapporteur_add_result result;
    rapporteur *r = rapporteur_open(at->location, RAPPORTEUR_CREATE, &error);
    if (!r) {
        fail_msg("%s", error.message);
    }
    const char *paths[] = {at->files};
    rapporteur_add_options options = {
        .threads = threads, .on_event = told ? telling_take : NULL, .user = told};
    bool is_added = rapporteur_add(r, paths, 1, &options, &result, &error);
    rapporteur_close(r);
    if (!is_added) {
        fail_msg("%s", error.message);
    }
    return result;
}

static bool take_line(void *user, rap_str line)
{
    rap_buf_put(user, line);
    rap_buf_put_byte(user, '\n');
    return true;
}

static rap_register *open_register(const char *location)
{
    rap_error error = {0};
    rap_register *reg = rap_register_open(location, RAP_REGISTER_READ, &error);
    if (!reg) {
        fail_msg("%s", error.message);
    }
    return reg;
}

rap_str place_dump(place *at, const char *location)
{
    rap_error error;
    rap_buf out;
    rap_register *reg = open_register(location);
    rap_buf_init(&out, at->arena);
    assert_true(rap_register_derived_dump(reg, take_line, &out, &error));
    rap_register_close(reg);
    return rap_buf_str(&out);
}

rap_register_counts place_counts(place *at, const char *location)
{
    (void)at;
    rap_error error;
    rap_register_counts counts;
    rap_register *reg = open_register(location);
    assert_true(rap_register_count(reg, &counts, &error));
    rap_register_close(reg);
    return counts;
}
