/* Files that are added while others ask: jobs, one after another in a thread of their own. */
#include "web.h"

#include "base/file.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { MOST_JOBS = 200, MOST_EVENTS = 2000, ID = 24 };

typedef enum { JOB_WAITING, JOB_RUNNING, JOB_DONE, JOB_FAILED, JOB_CANCELLED } job_state;

typedef struct job {
    struct job *next;
    char id[ID];
    int64_t account;
    job_state state;
    bool is_cancelled;
    size_t done, total;
    char **paths;
    char *name; /* of the document, or NULL */
    json_t *events;
    char message[400];
} job;

struct web_jobs {
    rap_web *web;
    pthread_mutex_t lock;
    pthread_cond_t change;
    pthread_t thread;
    bool is_running, is_over;
    job *first; /* the oldest */
    size_t count;
    rapporteur *r; /* that adds */
};

static void free_job(job *j)
{
    for (size_t i = 0; j->paths && i < j->total; i++) {
        free(j->paths[i]);
    }
    free(j->paths);
    free(j->name);
    json_decref(j->events);
    free(j);
}

/* Its files and their folders. */
static void remove_files(const job *j)
{
    for (size_t i = 0; i < j->total; i++) {
        char *slash = j->paths[i] ? strrchr(j->paths[i], '/') : NULL;
        if (!slash) {
            continue;
        }
        unlink(j->paths[i]);
        *slash = '\0';
        rmdir(j->paths[i]);
        *slash = '/';
    }
}

static bool is_over(const job *j)
{
    return j->state > JOB_RUNNING;
}

static const char *state_name(job_state state)
{
    static const char *const names[] = {"waiting", "running", "done", "failed", "cancelled"};
    return names[state];
}

/* -- running -------------------------------------------------------------------------------------
 */

typedef struct {
    web_jobs *jobs;
    job *j;
} running;

static void tell(web_jobs *jobs, const job *j)
{
    char line[200];
    int length =
        snprintf(line, sizeof line, "{\"job\":\"%s\",\"state\":\"%s\",\"done\":%zu,\"total\":%zu}",
                 j->id, state_name(j->state), j->done, j->total);
    rap_http_publish(jobs->web->http, "job", (rap_str){line, (size_t)length});
}

static bool on_event(void *user, const rapporteur_event *event)
{
    static const char *const actions[] = {[RAPPORTEUR_ADDED] = "added",
                                          [RAPPORTEUR_UNCHANGED] = "unchanged",
                                          [RAPPORTEUR_REFUSED] = "refused"};
    running *run = user;
    const char *slash = strrchr(event->path, '/');
    const char *message = event->message ? event->message : "";
    /* The message may begin with the path, which is ours and not the client's. */
    size_t length = strlen(event->path);
    message +=
        strncmp(message, event->path, length) == 0 && message[length] == ':' ? length + 2 : 0;
    json_t *documents = event->documents ? json_loads(event->documents, 0, NULL) : NULL;
    json_t *told = json_pack("{s:s,s:s,s:s,s:o}", "path", slash ? slash + 1 : event->path, "action",
                             actions[event->outcome], "message", message, "documents",
                             documents ? documents : json_array());
    pthread_mutex_lock(&run->jobs->lock);
    run->j->done = event->done;
    if (told && json_array_size(run->j->events) < MOST_EVENTS) {
        json_array_append_new(run->j->events, told);
    } else {
        json_decref(told);
    }
    bool goes_on = !run->j->is_cancelled && !run->jobs->is_over;
    tell(run->jobs, run->j);
    pthread_mutex_unlock(&run->jobs->lock);
    return goes_on;
}

static void add_files(web_jobs *jobs, job *j)
{
    rapporteur_error error = {0};
    rapporteur_add_result result = {0};
    running run = {jobs, j};
    long processors = sysconf(_SC_NPROCESSORS_ONLN);
    /* One processor is left to those who ask. */
    const rapporteur_add_options options = {.id = j->name,
                                            .threads =
                                                processors > 2 ? (unsigned)processors - 1 : 1,
                                            .on_event = on_event,
                                            .user = &run};
    bool is_done =
        rapporteur_add(jobs->r, (const char *const *)j->paths, j->total, &options, &result, &error);
    pthread_mutex_lock(&jobs->lock);
    j->state = is_done ? JOB_DONE : error.code == RAPPORTEUR_CANCELLED ? JOB_CANCELLED : JOB_FAILED;
    if (j->state == JOB_FAILED) {
        snprintf(j->message, sizeof j->message, "the register could not be written");
        if (jobs->web->options.on_problem) {
            jobs->web->options.on_problem(jobs->web->options.user, error.message);
        }
    }
    tell(jobs, j);
    pthread_mutex_unlock(&jobs->lock);
    remove_files(j);
}

static job *next_job(web_jobs *jobs)
{
    job *j = jobs->first;
    while (j && j->state != JOB_WAITING) {
        j = j->next;
    }
    return j;
}

static void *work(void *user)
{
    web_jobs *jobs = user;
    pthread_mutex_lock(&jobs->lock);
    while (!jobs->is_over) {
        job *j = next_job(jobs);
        if (j) {
            j->state = j->is_cancelled ? JOB_CANCELLED : JOB_RUNNING;
        }
        pthread_mutex_unlock(&jobs->lock);
        if (j && j->state == JOB_RUNNING) {
            add_files(jobs, j);
        } else if (j) {
            remove_files(j);
        }
        pthread_mutex_lock(&jobs->lock);
        if (!jobs->is_over && !next_job(jobs)) {
            pthread_cond_wait(&jobs->change, &jobs->lock);
        }
    }
    pthread_mutex_unlock(&jobs->lock);
    return NULL;
}

/* -- the queue ---------------------------------------------------------------------------------
 */

web_jobs *web_jobs_new(rap_web *web, rap_error *error)
{
    rapporteur_error failed = {0};
    web_jobs *jobs = calloc(1, sizeof *jobs);
    if (!jobs) {
        rap_error_set(error, RAP_ERROR_MEMORY, -1, "out of memory");
        return NULL;
    }
    jobs->web = web;
    pthread_mutex_init(&jobs->lock, NULL);
    pthread_cond_init(&jobs->change, NULL);
    /* What reads foreign formats is forked here, before there are threads. A register that cannot
     * be written is served all the same. */
    jobs->r = rapporteur_share(web->handles.first, RAPPORTEUR_WRITE, &failed);
    if (jobs->r && !rapporteur_prepare(jobs->r, &failed)) {
        rap_error_set(error, (rap_error_code)failed.code, -1, "%s", failed.message);
        web_jobs_free(jobs);
        return NULL;
    }
    return jobs;
}

bool web_jobs_start(web_jobs *jobs)
{
    jobs->is_running = pthread_create(&jobs->thread, NULL, work, jobs) == 0;
    return jobs->is_running;
}

void web_jobs_stop(web_jobs *jobs)
{
    if (jobs && jobs->is_running) {
        pthread_mutex_lock(&jobs->lock);
        jobs->is_over = true;
        pthread_cond_signal(&jobs->change);
        pthread_mutex_unlock(&jobs->lock);
        pthread_join(jobs->thread, NULL);
        jobs->is_running = false;
    }
}

void web_jobs_free(web_jobs *jobs)
{
    if (!jobs) {
        return;
    }
    while (jobs->first) {
        job *j = jobs->first;
        jobs->first = j->next;
        if (!is_over(j)) {
            remove_files(j);
        }
        free_job(j);
    }
    rapporteur_close(jobs->r);
    free(jobs);
}

/* The oldest that is over makes room. */
static bool make_room(web_jobs *jobs)
{
    job **place = &jobs->first;
    while (*place && jobs->count >= MOST_JOBS) {
        job *j = *place;
        if (is_over(j)) {
            *place = j->next;
            jobs->count--;
            free_job(j);
        } else {
            place = &j->next;
        }
    }
    return jobs->count < MOST_JOBS;
}

static bool put_job(web_jobs *jobs, job *j)
{
    pthread_mutex_lock(&jobs->lock);
    bool has_room = make_room(jobs);
    if (has_room) {
        job **end = &jobs->first;
        while (*end) {
            end = &(*end)->next;
        }
        *end = j;
        jobs->count++;
        pthread_cond_signal(&jobs->change);
    }
    pthread_mutex_unlock(&jobs->lock);
    return has_room;
}

/* A job of these files, which it moves into its own folders; its id, or NULL with the answer
 * filled. */
const char *web_jobs_add(web_call *call, const rap_http_file *files, size_t count, const char *name)
{
    web_jobs *jobs = call->web->jobs;
    job *j = calloc(1, sizeof *j);
    char **paths = calloc(count ? count : 1, sizeof *paths);
    if (!j || !paths || !jobs->r) {
        free(j);
        free(paths);
        rap_http_problem(call->request, call->answer, jobs->r ? 503 : 403,
                         "the register cannot be written here");
        return NULL;
    }
    unsigned char random[8];
    randombytes_buf(random, sizeof random);
    sodium_bin2hex(j->id, sizeof j->id, random, sizeof random);
    j->account = call->person->account.id;
    j->events = json_array();
    j->paths = paths;
    j->name = name ? strdup(name) : NULL;
    for (size_t i = 0; i < count; i++, j->total++) {
        char folder[4000], path[4200];
        snprintf(folder, sizeof folder, "%s/job-XXXXXX", call->web->folder);
        bool is_moved = mkdtemp(folder) != NULL;
        snprintf(path, sizeof path, "%s/%.180s", folder, files[i].name);
        is_moved = is_moved && rename(files[i].path, path) == 0;
        j->paths[i] = strdup(path);
        if (!is_moved || !j->paths[i]) {
            j->total = i + 1; /* its folder goes too */
            rap_http_problem(call->request, call->answer, 500, "a file cannot be kept");
            remove_files(j);
            free_job(j);
            return NULL;
        }
    }
    const char *id = rap_arena_copy(call->arena, j->id, strlen(j->id));
    if (!put_job(jobs, j)) {
        rap_http_problem(call->request, call->answer, 503, "too many jobs wait; try again later");
        remove_files(j);
        free_job(j);
        return NULL;
    }
    return id;
}

/* -- handlers ------------------------------------------------------------------------------------
 */

/* The names under which the files were taken, in their order: events tell them by these. */
static void put_taken(web_call *call, const char *id)
{
    rap_buf out;
    rap_json json;
    rap_buf_init(&out, call->arena);
    rap_json_init(&json, &out);
    rap_json_object_begin(&json);
    rap_json_member(&json, "job", rap_str_of(id));
    rap_json_name(&json, "files");
    rap_json_array_begin(&json);
    for (size_t i = 0; i < call->request->files.count; i++) {
        rap_json_string(&json, rap_str_of(call->request->files.items[i].name));
    }
    rap_json_array_end(&json);
    rap_json_object_end(&json);
    web_json(call, rap_buf_str(&out));
}

void web_post_documents(web_call *call)
{
    const char *id = web_jobs_add(call, call->request->files.items, call->request->files.count,
                                  call->request->files.count == 1 ? web_query(call, "id") : NULL);
    if (id) {
        web_note(call, NULL, "files sent", id, call->request->files.items[0].name);
        put_taken(call, id);
        call->answer->status = 202;
        rap_http_more(call->answer, "Location",
                      rap_arena_format(call->arena, WEB_BASE "/jobs/%s", id));
    }
}

/* The job that the path names, where the person may see it; the lock is held. */
static job *find_job(web_call *call)
{
    const web_person *person = call->person;
    job *j = call->web->jobs->first;
    while (j && !rap_str_is(call->request->parameters[0], j->id)) {
        j = j->next;
    }
    bool is_theirs =
        j && (j->account == person->account.id || person->role >= RAP_ROLE_ADMINISTRATOR);
    return is_theirs ? j : NULL;
}

static void answer_with_job(web_call *call, bool is_cancelled)
{
    web_jobs *jobs = call->web->jobs;
    char *text = NULL;
    pthread_mutex_lock(&jobs->lock);
    job *j = find_job(call);
    if (j) {
        j->is_cancelled = j->is_cancelled || is_cancelled;
        json_t *told = json_pack("{s:s,s:s,s:I,s:I,s:s,s:O}", "job", j->id, "state",
                                 state_name(j->state), "done", (json_int_t)j->done, "total",
                                 (json_int_t)j->total, "message", j->message, "events", j->events);
        text = json_dumps(told, JSON_COMPACT);
        json_decref(told);
    }
    pthread_mutex_unlock(&jobs->lock);
    if (text) {
        web_json(call, rap_str_of(rap_arena_copy(call->arena, text, strlen(text))));
        call->answer->status = is_cancelled ? 202 : 200;
    } else {
        rap_http_problem(call->request, call->answer, 404, "there is no such job");
    }
    free(text);
}

void web_get_job(web_call *call)
{
    answer_with_job(call, false);
}

void web_delete_job(web_call *call)
{
    answer_with_job(call, true);
}

/* What was cleared becomes a document of the register, under a name that says whose it is. */
void web_add_cleared(web_call *call, int64_t id)
{
    rap_contribution input;
    rap_error error = {0};
    if (!rap_people_contribution(call->web->people, call->arena, &call->person->account, id, &input,
                                 &error)) {
        web_people_failed(call, &error);
        return;
    }
    char *folder = rap_arena_format(call->arena, "%s/input-XXXXXX", call->web->folder);
    const char *text = rap_arena_format(call->arena, "%s\n\n%s\n", input.title, input.text);
    if (!mkdtemp(folder)) {
        rap_http_problem(call->request, call->answer, 500, "a file cannot be kept");
        return;
    }
    const rap_http_file file = {.name =
                                    rap_arena_format(call->arena, "input-%lld.txt", (long long)id),
                                .path = rap_arena_format(call->arena, "%s/input.txt", folder)};
    if (!rap_file_write(file.path, rap_str_of(text), &error)) {
        web_people_failed(call, &error);
    } else {
        web_jobs_add(call, &file, 1,
                     rap_arena_format(call->arena, "INPUT-%s-%s-%lld", input.organization,
                                      input.period, (long long)id));
    }
    unlink(file.path);
    rmdir(folder);
}
