/* The interface and the pages, asked as a browser and a program ask. */
#include "fixture.h"

#include "web.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>
#include <zlib.h>

#define API "/api/v1"

/* -- the description ---------------------------------------------------------------------------
 */

static const char *lower(rap_arena *arena, const char *text)
{
    char *copy = rap_arena_copy(arena, text, strlen(text));
    for (char *c = copy; *c; c++) {
        *c = (char)(*c | 32);
    }
    return copy;
}

static void every_route_is_described_and_no_other(void **state)
{
    static const char *const roles[] = {"nobody", "reader", "contributor", "reviewer",
                                        "administrator"};
    site *at = *state;
    const json_t *paths = json_object_get(site_json(at, API "/openapi.json"), "paths");
    size_t described = 0, routes = 0;
    const char *path;
    json_t *methods;
    json_object_foreach((json_t *)paths, path, methods)
    {
        described += json_object_size(methods);
    }
    for (size_t i = 0; i < web_route_count; i++) {
        const web_route *route = &web_routes[i];
        if (strncmp(route->pattern, WEB_BASE, strlen(WEB_BASE)) != 0) {
            continue;
        }
        const json_t *operation =
            json_object_get(json_object_get(paths, route->pattern + strlen(WEB_BASE)),
                            lower(at->arena, rap_http_method_name(route->method)));
        if (!operation) {
            fail_msg("%s %s is not described", rap_http_method_name(route->method), route->pattern);
        }
        assert_string_equal(site_text(operation, "x-role"), roles[route->role]);
        routes++;
    }
    assert_int_equal(routes, described);
}

/* -- lists -------------------------------------------------------------------------------------
 */

static void lists_come_in_pages_with_the_way_to_the_next(void **state)
{
    site *at = *state;
    const json_t *all = site_json(at, API "/mandates");
    assert_int_equal(json_integer_value(json_object_get(all, "total")), 3);
    assert_true(json_is_null(json_object_get(all, "next")));
    const json_t *first = site_json(at, API "/mandates?limit=2&session=91");
    const char *next = site_text(first, "next");
    assert_string_equal(next, API "/mandates?limit=2&session=91&offset=2");
    const json_t *second = site_json(at, next);
    assert_int_equal(json_array_size(json_object_get(second, "items")), 1);
    assert_int_equal(json_integer_value(json_object_get(second, "offset")), 2);
    assert_true(json_equal(json_array_get(json_object_get(second, "items"), 0),
                           json_array_get(json_object_get(all, "items"), 2)));
    assert_int_equal(site_get(at, API "/mandates?limit=-1").status, 400);
    assert_int_equal(site_get(at, API "/mandates?limit=1001").status, 400);
    assert_int_equal(site_get(at, API "/mandates?offset=x").status, 400);
    assert_int_equal(site_get(at, API "/mandates?period=never").status, 400);
}

static size_t total(site *at, const char *path)
{
    return (size_t)json_integer_value(json_object_get(site_json(at, path), "total"));
}

static void filters_are_those_of_the_command_line(void **state)
{
    site *at = *state;
    assert_int_equal(total(at, API "/activities"), 2);
    assert_int_equal(total(at, API "/activities?type=training"), 1);
    assert_int_equal(total(at, API "/activities?organization=UNESCO"), 1);
    assert_int_equal(total(at, API "/activities?place=nairobi&once=1"), 1);
    assert_int_equal(total(at, API "/mandates?addressee=IPU"), 1);
    assert_int_equal(total(at, API "/mandates?force=request"), 1);
    assert_int_equal(total(at, API "/mandates?session=90"), 0);
    assert_int_equal(total(at, API "/documents?document=a/res/91/7"), 1);
    assert_int_equal(total(at, API "/organizations?q=inter-parliamentary%20union") > 0, 1);
    assert_int_equal(total(at, API "/themes") > 20, 1);
    assert_int_equal(total(at, API "/trace?document=A%2FRES%2F91%2F7"), 3);
    assert_int_equal(total(at, API "/documents?kind=resolution"), 1);
    assert_int_equal(total(at, API "/documents?kind=resolution&q=report%20on%20light"), 0);
    assert_int_equal(total(at, API "/mandates?body=A/RES"), 3);
    assert_int_equal(total(at, API "/mandates?body=A/RE"), 0);
    assert_int_equal(total(at, API "/mandates?body=S"), 0);
    assert_int_equal(site_get(at, API "/mandates?prefer=xx").status, 400);
    size_t open = total(at, API "/trace?status=open");
    assert_int_equal(total(at, API "/trace?open=1"), open);
    assert_int_equal(total(at, API "/mandates?answered=open"), open);
    assert_int_equal(total(at, API "/trace?session=90"), 0);
    assert_int_equal(total(at, API "/trace?document=A%2FRES%2F91%2F7&type=request"), 1);
    assert_int_equal(total(at, API "/trace?document=A%2FRES%2F91%2F7&type=request&status=direct"),
                     0);
    assert_int_equal(total(at, API "/mandates?answered=direct") +
                             total(at, API "/mandates?answered=thematic") +
                             total(at, API "/mandates?answered=open") >
                         0,
                     1);
}

/* -- documents and search ------------------------------------------------------------------------
 */

static void a_document_tells_its_text_and_what_was_read_from_it(void **state)
{
    site *at = *state;
    const json_t *page = site_json(at, API "/documents/A%2FRES%2F91%2F7");
    assert_string_equal(site_text(json_object_get(page, "document"), "doc"), "A/RES/91/7");
    assert_int_equal(json_array_size(json_object_get(page, "versions")), 1);
    assert_true(json_array_size(json_object_get(page, "blocks")) >= 7);
    assert_int_equal(json_array_size(json_object_get(page, "facts")), 3);
    const json_t *mention;
    size_t index, found = 0;
    json_array_foreach(json_object_get(page, "mentions"), index, mention)
    {
        found += strcmp(site_text(mention, "entity"), "IPU") == 0 &&
                 strcmp(site_text(mention, "name"), "Inter-Parliamentary Union") == 0;
    }
    assert_true(found >= 1);
    assert_int_equal(site_get(at, API "/documents/A%2FRES%2F91%2F7?language=fr").status, 404);
    assert_int_equal(site_get(at, API "/documents/A%2FRES%2F1%2F1").status, 404);
    const json_t *net = site_json(at, API "/citations/A%2FRES%2F91%2F7");
    assert_string_equal(site_text(json_array_get(json_object_get(net, "cites"), 0), "doc"),
                        "A/RES/89/3");
}

static void a_search_tells_hits_and_facets(void **state)
{
    site *at = *state;
    const json_t *found = site_json(at, API "/search?q=lighthouses&limit=1");
    const json_t *facets = json_object_get(found, "facets");
    assert_int_equal(json_array_size(json_object_get(found, "items")), 1);
    assert_int_equal(json_integer_value(json_object_get(found, "total")), 3);
    assert_int_equal(json_integer_value(json_object_get(json_object_get(facets, "language"), "en")),
                     3);
    assert_int_equal(
        json_integer_value(json_object_get(json_object_get(facets, "part"), "operative")), 1);
    assert_int_equal(total(at, API "/search?q=lighthouses&part=operative"), 1);
    assert_int_equal(total(at, API "/search?q=lighthouses&kind=resolution"), 1);
    assert_int_equal(total(at, API "/search?q=lighthouses&kind=resolution&part=title"), 0);
    assert_int_equal(site_get(at, API "/search").status, 400);
    assert_int_equal(total(at, API "/search?q=nowhereatall"), 0);
    assert_int_equal(total(at, API "/search?q=%27%22%29--%20OR%201%3D1"), 0);
}

static void the_overview_counts(void **state)
{
    site *at = *state;
    const json_t *overview = site_json(at, API "/overview"),
                 *counts = json_object_get(overview, "counts");
    assert_int_equal(json_integer_value(json_object_get(counts, "works")), 2);
    assert_int_equal(json_integer_value(json_object_get(counts, "mandates")), 3);
    assert_int_equal(json_array_size(json_object_get(overview, "newest")), 2);
    assert_true(json_is_array(json_object_get(overview, "due")));
}

/* Of a work in two languages what it asks is listed and counted once, in the language preferred. */
static void a_work_in_two_languages_counts_once(void **state)
{
    site *at = *state;
    site_add(at, "quay-fr.txt",
             "A/RES/91/8\n\nAssemblée générale\n\n"
             "Résolution adoptée par l’Assemblée générale le 3 mai 2036\n\n91/8. Quais\n\n"
             "L’Assemblée générale,\n\n"
             "1. Prie le Secrétaire général de lui présenter un rapport sur les quais;\n");
    site_add(at, "quay-en.txt",
             "A/RES/91/8\n\nGeneral Assembly\n\n"
             "Resolution adopted by the General Assembly on 3 May 2036\n\n91/8. Quays\n\n"
             "The General Assembly,\n\n"
             "1. Requests the Secretary-General to report on quays;\n");
    assert_int_equal(total(at, API "/mandates?document=A%2FRES%2F91%2F8"), 2);
    assert_int_equal(total(at, API "/mandates?document=A%2FRES%2F91%2F8&prefer=ru"), 1);
    const json_t *list = site_json(at, API "/mandates?document=A%2FRES%2F91%2F8&prefer=fr");
    assert_string_equal(site_text(json_array_get(json_object_get(list, "items"), 0), "lang"), "fr");
    list = site_json(at, API "/mandates?document=A%2FRES%2F91%2F8&prefer=ru");
    assert_string_equal(site_text(json_array_get(json_object_get(list, "items"), 0), "lang"), "en");
    /* What takes long may be a little older: at most so many seconds until the new is there. */
    const json_t *overview = NULL;
    for (int turn = 0; turn < 200; turn++) {
        overview = site_json(at, API "/overview");
        if (json_integer_value(json_object_get(json_object_get(overview, "counts"), "works")) ==
                3 &&
            strcmp(site_text(json_array_get(json_object_get(overview, "newest"), 0), "doc"),
                   "A/RES/91/8") == 0) {
            break;
        }
        usleep(50000);
    }
    const json_t *counts = json_object_get(overview, "counts");
    assert_int_equal(json_integer_value(json_object_get(counts, "works")), 3);
    assert_int_equal(json_integer_value(json_object_get(counts, "mandates")), 4);
    assert_string_equal(site_text(json_array_get(json_object_get(overview, "newest"), 0), "doc"),
                        "A/RES/91/8");
}

static void reports_come_as_files(void **state)
{
    site *at = *state;
    reply answer = site_get(at, API "/report?kind=activities&form=html&period=2023");
    assert_int_equal(answer.status, 200);
    assert_string_equal(client_header(at->arena, &answer, "Content-Disposition"),
                        "attachment; filename=\"activities.html\"");
    assert_non_null(strstr(answer.body.data, "Nairobi"));
    answer = site_get(at, API "/report?kind=activities&form=docx");
    assert_true(rap_str_starts(answer.body, RAP_STR("PK")));
    assert_int_equal(site_get(at, API "/report?kind=activities&form=exe").status, 400);
    assert_int_equal(site_get(at, API "/report?kind=passwords&form=md").status, 400);
    answer = site_get(at, API "/activities/network");
    assert_string_equal(client_header(at->arena, &answer, "Content-Type"), "image/svg+xml");
    assert_int_equal(site_get(at, API "/activities/passwords").status, 404);
}

/* -- conditions ----------------------------------------------------------------------------------
 */

static void an_answer_holds_until_the_register_changes(void **state)
{
    site *at = *state;
    reply answer = site_get(at, API "/documents");
    const char *line = rap_arena_format(at->arena, "If-None-Match: %s\r\n",
                                        client_header(at->arena, &answer, "ETag"));
    assert_int_equal(client_ask(at->arena, at->port, "GET", API "/documents", line, NULL).status,
                     304);
    site_add(at, "third.txt", "A note on tides\n\nThe harbour office wrote tide tables.\n");
    reply later = client_ask(at->arena, at->port, "GET", API "/documents", line, NULL);
    assert_int_equal(later.status, 200);
    assert_int_equal(total(at, API "/documents"), 3);
}

/* What stands in a gzip stream. */
static rap_str unpacked(rap_arena *arena, rap_str packed)
{
    size_t room = 1 << 20;
    char *text = rap_arena_take(arena, room);
    z_stream stream = {.next_in = (Bytef *)(uintptr_t)packed.data,
                       .avail_in = (uInt)packed.length,
                       .next_out = (Bytef *)text,
                       .avail_out = (uInt)room};
    assert_int_equal(inflateInit2(&stream, 15 + 16), Z_OK);
    assert_int_equal(inflate(&stream, Z_FINISH), Z_STREAM_END);
    inflateEnd(&stream);
    return (rap_str){text, stream.total_out};
}

static const char packed_please[] = "Accept-Encoding: br, gzip;q=0.8\r\n";

static void lists_come_packed_to_who_takes_them_so(void **state)
{
    site *at = *state;
    const char *path = API "/documents/A%2FRES%2F91%2F7";
    reply plain = site_get(at, path);
    reply packed = client_ask(at->arena, at->port, "GET", path, packed_please, NULL);
    assert_int_equal(packed.status, 200);
    assert_string_equal(client_header(at->arena, &packed, "Content-Encoding"), "gzip");
    assert_true(packed.body.length < plain.body.length / 2);
    assert_true(rap_str_equal(unpacked(at->arena, packed.body), plain.body));
    assert_null(client_header(at->arena, &plain, "Content-Encoding"));
    assert_string_equal(client_header(at->arena, &plain, "Vary"), "Accept-Encoding");
    assert_int_equal(strncmp(client_header(at->arena, &packed, "ETag"), "W/\"", 3), 0);
    reply refused =
        client_ask(at->arena, at->port, "GET", path, "Accept-Encoding: gzip;q=0\r\n", NULL);
    assert_null(client_header(at->arena, &refused, "Content-Encoding"));
    const char *known = rap_arena_format(at->arena, "%sIf-None-Match: %s\r\n", packed_please,
                                         client_header(at->arena, &packed, "ETag"));
    reply same = client_ask(at->arena, at->port, "GET", path, known, NULL);
    assert_int_equal(same.status, 304);
    assert_int_equal(same.body.length, 0);
    /* What may hold a secret is never packed. */
    reply session = client_ask(at->arena, at->port, "GET", API "/session", packed_please, NULL);
    assert_null(client_header(at->arena, &session, "Content-Encoding"));
}

/* -- hostile texts and requests ------------------------------------------------------------------
 */

static void words_of_documents_are_only_text(void **state)
{
    site *at = *state;
    reply answer = site_get(at, API "/search?q=script");
    assert_string_equal(client_header(at->arena, &answer, "Content-Type"), "application/json");
    assert_string_equal(client_header(at->arena, &answer, "X-Content-Type-Options"), "nosniff");
    assert_non_null(
        strstr(client_header(at->arena, &answer, "Content-Security-Policy"), "default-src 'self'"));
    const json_t *found = site_json(at, API "/search?q=script");
    const json_t *hit = json_array_get(json_object_get(found, "items"), 0);
    assert_non_null(strstr(site_text(hit, "text"), "<script>alert(1)</script>"));
    answer =
        site_get(at, API "/report?kind=activities&form=html&title=%3Cscript%3Ex%3C%2Fscript%3E");
    assert_null(strstr(answer.body.data, "<script"));
    answer = site_get(at, API "/activities/network?title=%3Cscript%3Ex%3C%2Fscript%3E");
    assert_null(strstr(answer.body.data, "<script"));
}

static void paths_lead_nowhere_else(void **state)
{
    site *at = *state;
    static const char *const paths[] = {"/../../../../etc/passwd", "/..%2F..%2F..%2Fetc%2Fpasswd",
                                        "/%2e%2e/%2e%2e/etc/passwd", "//etc/passwd",
                                        "/assets/..%5c..%5cetc%5cpasswd"};
    for (size_t i = 0; i < sizeof paths / sizeof paths[0]; i++) {
        reply answer = site_get(at, paths[i]);
        assert_true(answer.status == 200 || answer.status == 400 || answer.status == 404);
        assert_null(strstr(answer.body.data, "root:"));
    }
    reply page = site_get(at, "/documents/A/C.2/79/L.5");
    assert_int_equal(page.status, 200);
    assert_string_equal(client_header(at->arena, &page, "Content-Type"),
                        "text/html; charset=utf-8");
    reply first = site_get(at, "/");
    const char *policy = client_header(at->arena, &first, "Content-Security-Policy");
    assert_non_null(strstr(policy, "default-src 'self'"));
    assert_null(strstr(policy, "unsafe"));
    assert_string_equal(client_header(at->arena, &first, "X-Content-Type-Options"), "nosniff");
    /* A newer program's pages are there at the next look. */
    assert_string_equal(client_header(at->arena, &first, "Cache-Control"), "no-cache");
    assert_non_null(strstr(first.body.data, "<title>Rapporteur</title>"));
    assert_int_equal(page.body.length, first.body.length);
    assert_memory_equal(page.body.data, first.body.data, first.body.length);
    assert_int_equal(site_get(at, "/api/v2/documents").status, 404);
}

static void write_text(const char *path, const char *text)
{
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
}

/* Pages of a folder: neither dots nor links lead out of it. */
static void a_folder_of_pages_holds_what_is_served(void **state)
{
    site *at = *state;
    rap_error error = {0};
    const char *pages = rap_arena_format(at->arena, "%s/pages", at->folder);
    assert_int_equal(mkdir(pages, 0700), 0);
    write_text(rap_arena_format(at->arena, "%s/secret.txt", at->folder), "not for you");
    write_text(rap_arena_format(at->arena, "%s/index.html", pages), "the first page");
    write_text(rap_arena_format(at->arena, "%s/a.txt", pages), "a page");
    assert_int_equal(symlink("../secret.txt", rap_arena_format(at->arena, "%s/b.txt", pages)), 0);
    assert_int_equal(symlink("..", rap_arena_format(at->arena, "%s/up", pages)), 0);
    const rap_web_options options = {.location = at->location,
                                     .address = "127.0.0.1",
                                     .person = "tester",
                                     .pages = pages,
                                     .threads = 2};
    rap_web *web = rap_web_start(&options, &error);
    assert_non_null(web);
    static const char *const paths[] = {"/../secret.txt", "/%2e%2e/secret.txt", "/..%2Fsecret.txt",
                                        "/b.txt",         "/up/secret.txt",     "/a.txt/../b.txt",
                                        "/./b.txt",       "//secret.txt"};
    reply answer =
        client_ask(at->arena, rap_web_port(web), "GET", "/a.txt", "Accept-Encoding: x\r\n", NULL);
    assert_string_equal(answer.body.data, "a page");
    for (size_t i = 0; i < sizeof paths / sizeof paths[0]; i++) {
        answer = client_ask(at->arena, rap_web_port(web), "GET", paths[i], "", NULL);
        assert_true(answer.status == 200 || answer.status == 404);
        assert_null(strstr(answer.body.data, "not for you"));
    }
    rap_web_stop(web);
}

static void alone_there_are_no_accounts(void **state)
{
    site *at = *state;
    static const char *const paths[] = {"users", "tokens", "audit", "contributions",
                                        "contributions/1"};
    for (size_t i = 0; i < sizeof paths / sizeof paths[0]; i++) {
        assert_int_equal(site_get(at, rap_arena_format(at->arena, API "/%s", paths[i])).status,
                         404);
    }
    site_must(at, NULL, "POST", API "/session", "{\"name\":\"a\",\"password\":\"b\"}", 404);
    site_must(at, NULL, "PUT", API "/password", "{\"old\":\"a\",\"new\":\"b\"}", 404);
    const json_t *told = site_json(at, API "/session");
    assert_string_equal(site_text(json_object_get(told, "user"), "name"), "tester");
    assert_true(json_is_false(json_object_get(told, "shared")));
    /* The pages offer decisions only where they can be sent. */
    const json_t *paths_told = json_object_get(site_json(at, API "/openapi.json"), "paths");
    assert_int_equal(json_is_true(json_object_get(told, "decisions")),
                     json_object_get(paths_told, "/facts/{id}/decisions") != NULL);
    /* A page of another site may send a request here, but not what it needs. */
    reply answer = client_ask(at->arena, at->port, "DELETE", API "/jobs/0",
                              "Origin: https://evil.example\r\n", NULL);
    assert_int_equal(answer.status, 403);
    assert_int_equal(client_ask(at->arena, at->port, "DELETE", API "/jobs/0", "", NULL).status,
                     404);
}

#define ON(test) cmocka_unit_test_setup_teardown(test, site_set_up, site_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {ON(every_route_is_described_and_no_other),
                                       ON(lists_come_in_pages_with_the_way_to_the_next),
                                       ON(filters_are_those_of_the_command_line),
                                       ON(a_document_tells_its_text_and_what_was_read_from_it),
                                       ON(a_search_tells_hits_and_facets),
                                       ON(the_overview_counts),
                                       ON(a_work_in_two_languages_counts_once),
                                       ON(reports_come_as_files),
                                       ON(an_answer_holds_until_the_register_changes),
                                       ON(lists_come_packed_to_who_takes_them_so),
                                       ON(words_of_documents_are_only_text),
                                       ON(paths_lead_nowhere_else),
                                       ON(a_folder_of_pages_holds_what_is_served),
                                       ON(alone_there_are_no_accounts)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
