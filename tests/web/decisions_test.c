/* Deciding about facts: who may, what is shown afterwards, and two at one fact. */
#include "fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#define API "/api/v1"

static json_int_t number(const json_t *record, const char *member)
{
    return json_integer_value(json_object_get(record, member));
}

static const json_t *first(const json_t *page)
{
    return json_array_get(json_object_get(page, "items"), 0);
}

/* An id holds slashes and more: all of it is encoded. */
static const char *path_of(site *at, const char *id, const char *end)
{
    rap_buf out;
    rap_buf_init(&out, at->arena);
    rap_buf_put_c(&out, API "/facts/");
    for (; *id; id++) {
        rap_buf_format(&out, "%%%02X", (unsigned char)*id);
    }
    rap_buf_put_c(&out, end);
    return rap_buf_str(&out).data;
}

/* The meeting in Nairobi. */
static const char *meeting(site *at, const visitor *who)
{
    const json_t *page = site_must(at, who, "GET", API "/activities?place=nairobi", NULL, 200);
    assert_int_equal(number(page, "total"), 1);
    return site_text(first(page), "id");
}

static const json_t *decide(site *at, const visitor *who, const char *id, const char *verdict,
                            json_int_t revision, const char *more, int status)
{
    const char *body = rap_arena_format(at->arena, "{\"verdict\":\"%s\",\"revision\":%d%s}",
                                        verdict, (int)revision, more);
    return site_must(at, who, "POST", path_of(at, id, "/decisions"), body, status);
}

static json_int_t log_length(site *at, const visitor *who)
{
    return number(site_must(at, who, "GET", API "/decisions", NULL, 200), "total");
}

/* -- who may -------------------------------------------------------------------------------------
 */

static void reviewers_decide_and_readers_look(void **state)
{
    site *at = *state;
    const visitor rose = site_sign_in(at, "rose"), rob = site_sign_in(at, "rob");
    const visitor cora = site_sign_in(at, "cora"), ada = site_sign_in(at, "ada");
    const visitor without = {rose.cookie, NULL};
    const char *id = meeting(at, &rob);
    const json_t *fact = site_must(at, &rob, "GET", path_of(at, id, ""), NULL, 200);
    assert_string_equal(site_text(fact, "kind"), "activity");
    assert_int_equal(number(fact, "revision"), 0);
    assert_non_null(strstr(site_text(fact, "text"), "Nairobi"));
    site_must(at, &rob, "GET", API "/review", NULL, 403);
    decide(at, &rob, id, "confirmed", 0, "", 403);
    decide(at, &cora, id, "confirmed", 0, "", 403);
    decide(at, NULL, id, "confirmed", 0, "", 401);
    decide(at, &without, id, "confirmed", 0, "", 403);
    assert_int_equal(log_length(at, &rob), 0);
    /* Who decides is who is signed in, whatever the body says. */
    fact = decide(at, &rose, id, "confirmed", 0,
                  ",\"person\":\"ada\",\"reason\":\"As <b>told</b> by the office\"", 201);
    assert_string_equal(site_text(json_object_get(fact, "decision"), "person"), "rose");
    const json_t *log = site_must(at, &rob, "GET", API "/decisions?person=rose", NULL, 200);
    assert_int_equal(number(log, "total"), 1);
    assert_string_equal(site_text(first(log), "reason"), "As <b>told</b> by the office");
    assert_int_equal(
        number(site_must(at, &rob, "GET", API "/decisions?person=ada", NULL, 200), "total"), 0);
    reply audit = site_ask(at, &ada, "GET", API "/audit", NULL);
    assert_non_null(strstr(audit.body.data, "fact confirmed"));
    assert_int_equal(at->problems.count, 0);
}

static void decisions_that_make_no_sense_are_refused(void **state)
{
    site *at = *state;
    const visitor rose = site_sign_in(at, "rose");
    const char *id = meeting(at, &rose), *path = path_of(at, id, "/decisions");
    static const char *const bad[] = {
        "{}",
        "{\"verdict\":\"confirmed\"}",
        "{\"revision\":0}",
        "{\"verdict\":\"confirmed\",\"revision\":\"0\"}",
        "{\"verdict\":\"adored\",\"revision\":0}",
        "{\"verdict\":\"corrected\",\"revision\":0}",
        "{\"verdict\":\"corrected\",\"revision\":0,\"correction\":[]}",
        "{\"verdict\":\"corrected\",\"revision\":0,\"correction\":{\"colour\":\"red\"}}",
        "{\"verdict\":\"corrected\",\"revision\":0,\"correction\":{\"dates\":\"soon\"}}",
        "{\"verdict\":\"split\",\"revision\":0,\"parts\":{}}",
        "{\"verdict\":\"split\",\"revision\":0,\"parts\":[{\"quote\":\"not there\"},{}]}",
        "{\"verdict\":\"confirmed\",\"revision\":0,\"reason\":7}",
        "{\"verdict\":\"confirmed\",\"revision\":0,\"reason\":\"a\\u0000b\"}",
        "{\"verdict\":\"undone\",\"revision\":0}"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        reply answer = site_ask(at, &rose, "POST", path, bad[i]);
        if (answer.status != 400) {
            fail_msg("%s: %d %s", bad[i], answer.status, answer.body.data);
        }
    }
    decide(at, &rose, "A/RES/91/7-en#99@6:0:mandate", "confirmed", 0, "", 404);
    decide(at, &rose, "<script>alert(1)</script>", "confirmed", 0, "", 400);
    site_must(at, &rose, "GET", path_of(at, "nothing", ""), NULL, 400);
    site_must(at, &rose, "GET", path_of(at, "A/RES/91/7-en#99@6:0:mandate", ""), NULL, 404);
    site_must(at, &rose, "GET", API "/review?below=many", NULL, 400);
    site_must(at, &rose, "GET", API "/review?kind=rumour", NULL, 400);
    assert_int_equal(log_length(at, &rose), 0);
}

/* -- what is shown -------------------------------------------------------------------------------
 */

static reply ask_known(site *at, const visitor *who, const char *path, const char *etag)
{
    return client_ask(
        at->arena, at->port, "GET", path,
        rap_arena_format(at->arena, "Cookie: %s\r\nIf-None-Match: %s\r\n", who->cookie, etag),
        NULL);
}

static const char *etag_of(site *at, const visitor *who, const char *path)
{
    reply answer = site_ask(at, who, "GET", path, NULL);
    assert_int_equal(answer.status, 200);
    return client_header(at->arena, &answer, "ETag");
}

/* A decision is seen at once wherever the fact is, and leaves other answers as they are. */
static void what_is_decided_shows_at_once(void **state)
{
    site *at = *state;
    const visitor rose = site_sign_in(at, "rose"), rob = site_sign_in(at, "rob");
    const char *id = meeting(at, &rob);
    const json_t *page = site_must(at, &rob, "GET", API "/activities?place=nairobi", NULL, 200);
    const char *own =
        rap_arena_format(at->arena, API "/documents/%s", site_text(first(page), "doc"));
    const char *const same[] = {API "/search?q=lighthouses", API "/documents",
                                API "/documents/A%2FRES%2F91%2F7"};
    const char *const other[] = {own, API "/activities?place=nairobi", path_of(at, id, ""),
                                 API "/decisions"};
    const char *kept[3], *passed[4];
    for (size_t i = 0; i < 3; i++) {
        kept[i] = etag_of(at, &rob, same[i]);
    }
    for (size_t i = 0; i < 4; i++) {
        passed[i] = etag_of(at, &rob, other[i]);
    }
    decide(at, &rose, id, "corrected", 0, ",\"correction\":{\"parties\":[\"UNESCO\",\"IPU\"]}",
           201);
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(ask_known(at, &rob, same[i], kept[i]).status, 304);
    }
    for (size_t i = 0; i < 4; i++) {
        assert_int_equal(ask_known(at, &rob, other[i], passed[i]).status, 200);
    }
    page =
        site_must(at, &rob, "GET", API "/activities?organization=UNESCO&place=nairobi", NULL, 200);
    assert_int_equal(number(page, "total"), 1);
    reply document = site_ask(at, &rob, "GET", own, NULL);
    assert_non_null(strstr(document.body.data, "\"corrected\""));
    /* Undone, it is as it was read; a text that comes changes the others too. */
    decide(at, &rose, id, "undone", 1, "", 201);
    page =
        site_must(at, &rob, "GET", API "/activities?organization=UNESCO&place=nairobi", NULL, 200);
    assert_int_equal(number(page, "total"), 0);
    site_add(at, "third.txt", "A note on tides\n\nThe harbour office wrote tide tables.\n");
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(ask_known(at, &rob, same[i], kept[i]).status, 200);
    }
}

static void what_is_rejected_is_told_to_who_asks_for_all(void **state)
{
    site *at = *state;
    const visitor rose = site_sign_in(at, "rose");
    const char *id = meeting(at, &rose);
    decide(at, &rose, id, "rejected", 0, ",\"reason\":\"A plan, not a meeting\"", 201);
    assert_int_equal(
        number(site_must(at, &rose, "GET", API "/activities?place=nairobi", NULL, 200), "total"),
        0);
    const json_t *page =
        site_must(at, &rose, "GET", API "/activities?place=nairobi&decisions=all", NULL, 200);
    assert_int_equal(number(page, "total"), 1);
    assert_string_equal(site_text(json_object_get(first(page), "decision"), "verdict"), "rejected");
    const json_t *fact = site_must(at, &rose, "GET", path_of(at, id, ""), NULL, 200);
    assert_true(json_is_true(json_object_get(fact, "gone")));
    assert_int_equal(json_array_size(json_object_get(fact, "history")), 1);
}

/* -- two at one fact ---------------------------------------------------------------------------
 */

static void who_comes_too_late_is_told(void **state)
{
    site *at = *state;
    const visitor rose = site_sign_in(at, "rose"), rupert = site_sign_in(at, "rupert");
    const char *id = meeting(at, &rose);
    int stream = client_connect(at->port);
    client_send(stream, rap_arena_format(at->arena,
                                         "GET " API "/events HTTP/1.1\r\nHost: localhost\r\n"
                                         "Cookie: %s\r\n\r\n",
                                         rupert.cookie));
    usleep(200000);
    decide(at, &rose, id, "confirmed", 0, "", 201);
    const json_t *problem = decide(at, &rupert, id, "rejected", 0, "", 409);
    assert_non_null(strstr(site_text(problem, "detail"), "rose"));
    assert_non_null(strstr(site_text(problem, "detail"), "confirmed"));
    assert_int_equal(log_length(at, &rose), 1);
    reply events = client_read(at->arena, stream, 2);
    assert_non_null(strstr(events.body.data, "{\"kind\": \"fact\", \"id\": "));
    close(stream);
    /* Having looked again he may judge otherwise; both are kept. */
    decide(at, &rupert, id, "rejected", 1, "", 201);
    assert_int_equal(log_length(at, &rose), 2);
    const json_t *agreed = site_must(at, &rose, "GET", API "/agreement", NULL, 200);
    assert_int_equal(number(agreed, "facts"), 1);
    assert_int_equal(number(agreed, "equal"), 0);
}

static void the_queue_holds_what_nobody_decided_about(void **state)
{
    site *at = *state;
    const visitor rose = site_sign_in(at, "rose"), rupert = site_sign_in(at, "rupert");
    const json_t *queue = site_must(at, &rose, "GET", API "/review?kind=activity", NULL, 200);
    json_int_t waiting = number(queue, "total");
    assert_true(waiting > 1);
    const char *id = site_text(first(queue), "id");
    decide(at, &rose, id, "confirmed", 0, "", 201);
    queue = site_must(at, &rupert, "GET", API "/review?kind=activity", NULL, 200);
    assert_int_equal(number(queue, "total"), waiting - 1);
    assert_string_not_equal(site_text(first(queue), "id"), id);
    /* A second reviewer may ask for what another has judged, and she does not get her own again. */
    queue = site_must(at, &rupert, "GET", API "/review?kind=activity&mine=1", NULL, 200);
    assert_int_equal(number(queue, "total"), waiting);
    queue = site_must(at, &rose, "GET", API "/review?kind=activity&mine=1", NULL, 200);
    assert_int_equal(number(queue, "total"), waiting - 1);
    queue = site_must(at, &rose, "GET", API "/review?limit=1&offset=1&below=1.01", NULL, 200);
    assert_int_equal(json_array_size(json_object_get(queue, "items")), 1);
    assert_int_equal(number(queue, "offset"), 1);
}

#define ON(test) cmocka_unit_test_setup_teardown(test, site_set_up_shared, site_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON(reviewers_decide_and_readers_look), ON(decisions_that_make_no_sense_are_refused),
        ON(what_is_decided_shows_at_once),     ON(what_is_rejected_is_told_to_who_asks_for_all),
        ON(who_comes_too_late_is_told),        ON(the_queue_holds_what_nobody_decided_about)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
