/* Decisions from a file of another register: lines of JSON that anybody may have written. What is
 * taken is told, what is not costs one line, and taking the same file again takes nothing. */
#include "fuzz.h"

#include "base/file.h"
#include "rapporteur/rapporteur.h"

#include <jansson.h>

#include <string.h>

static const char report[] =
    "Report on lighthouses\n\n"
    "1. The IPU organized a meeting on lighthouses in Nairobi, Kenya, on 4 May 2023.\n\n"
    "2. UNESCO and the IPU signed a memorandum of understanding on 6 June 2023.\n\n"
    "3. The IPU published a handbook on lamps in 2022 and trained 120 keepers.\n";

static const char *in_folder(rap_arena *arena, const char *name)
{
    return rap_arena_format(arena, "%s/%s", fuzz_folder(), name);
}

/* The bytes of a register that holds the report, made once. */
static rap_str make_register(void)
{
    static rap_arena *arena; /* to the end of the program */
    arena = rap_arena_new(0);
    rapporteur_error error = {0};
    rap_error inner = {0};
    rap_str bytes = {0};
    fuzz_demand(arena, "there is memory");
    const char *path = in_folder(arena, "b.txt"), *location = in_folder(arena, "first.db");
    const char *copy = in_folder(arena, "copy.db");
    fuzz_demand(rap_file_write(path, rap_str_of(report), NULL), "files can be written");
    rapporteur *r = rapporteur_open(location, RAPPORTEUR_CREATE, &error);
    const rapporteur_add_options options = {.id = "lamps", .threads = 1};
    fuzz_demand(r && rapporteur_add(r, &path, 1, &options, NULL, &error) &&
                    rapporteur_backup(r, copy, true, &error),
                "a register can be made");
    rapporteur_close(r);
    fuzz_demand(rap_file_read(arena, copy, (size_t)16 << 20, &bytes, &inner), "and read");
    return bytes;
}

static void take_problem(void *user, const char *message)
{
    size_t *count = user;
    fuzz_demand(*message && !strchr(message, '\n'), "what cannot be taken costs one line");
    ++*count;
}

static json_int_t member(const char *summary, const char *name)
{
    json_t *told = summary ? json_loads(summary, 0, NULL) : NULL;
    json_int_t value = json_integer_value(json_object_get(told, name));
    fuzz_demand(json_is_object(told), "the summary is an object");
    json_decref(told);
    return value;
}

static bool is_object(void *user, const char *json, size_t length)
{
    json_t *told = json_loadb(json, length, 0, NULL);
    (void)user;
    fuzz_demand(json_is_object(told), "records are objects");
    json_decref(told);
    return true;
}

void fuzz_one(rap_arena *arena, rap_str input)
{
    static rap_str whole;
    whole = whole.length ? whole : make_register();
    const char *location = in_folder(arena, "register.db");
    const char *path = in_folder(arena, "decisions.jsonl"), *summary = NULL;
    rapporteur_error error = {0};
    size_t problems = 0;
    fuzz_demand(rap_file_write(location, whole, NULL) && rap_file_write(path, input, NULL),
                "files can be written");
    rapporteur *r = rapporteur_open(location, RAPPORTEUR_WRITE, &error);
    fuzz_demand(r, "a register can be opened");
    if (rapporteur_import_decisions(r, path, take_problem, &problems, &summary, &error)) {
        fuzz_demand((size_t)member(summary, "refused") == problems, "each refused line is told");
        fuzz_demand(rapporteur_list(r, "activities", NULL, is_object, NULL, &error) &&
                        rapporteur_decisions(r, NULL, is_object, NULL, NULL, &error),
                    "what was taken can be listed");
        fuzz_demand(rapporteur_import_decisions(r, path, NULL, NULL, &summary, &error) &&
                        member(summary, "taken") == 0,
                    "taken once, they are known");
    }
    rapporteur_close(r);
}
