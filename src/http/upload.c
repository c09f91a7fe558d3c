/* Files that are sent up as multipart/form-data: each goes to a file of its own in a folder of the
 * request's, under the name that the client gives it, cleaned. */
#include "server.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MOST_FILES = 1000, LONGEST_NAME = 180, ROOM = 64 << 10 };

/* Without folders, control characters and a dot at its beginning; never empty. */
static const char *clean_name(rap_arena *arena, const char *name)
{
    rap_str text = rap_str_of(name);
    rap_buf out;
    rap_buf_init(&out, arena);
    for (size_t i = text.length; i > 0; i--) {
        if (text.data[i - 1] == '/' || text.data[i - 1] == '\\') {
            text = rap_str_slice(text, i, text.length);
            break;
        }
    }
    for (size_t at = 0; at < text.length && out.length < LONGEST_NAME;) {
        uint32_t c = rap_utf8_next(text, &at);
        bool is_hidden = c < 32 || (c >= 127 && c < 160) || c == 0xFFFD ||
                         (c >= 0x200B && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) ||
                         (c >= 0x2066 && c <= 0x2069) || (c == '.' && !out.length);
        if (!is_hidden) {
            rap_buf_put_code_point(&out, c);
        }
    }
    return out.length ? rap_buf_str(&out).data : "file";
}

static void close_file(exchange *x)
{
    if (x->file >= 0) {
        close(x->file);
        x->file = -1;
    }
}

/* Files of one request may bear the same name: each has its own folder. */
static bool open_file(exchange *x, const char *name)
{
    rap_http_request *request = &x->request;
    close_file(x);
    if (request->files.count >= MOST_FILES) {
        return rap_http_problem(request, &x->answer, 413, "there are more than %d files",
                                MOST_FILES);
    }
    char *folder = rap_arena_format(request->arena, "%s/upload-XXXXXX", x->http->options.folder);
    if (!mkdtemp(folder)) {
        return rap_http_problem(request, &x->answer, 500, "a file cannot be kept: %s",
                                strerror(errno));
    }
    rap_http_file file = {.name = clean_name(request->arena, name)};
    file.path = rap_arena_format(request->arena, "%s/%s", folder, file.name);
    RAP_PUSH(request->arena, &request->files, file);
    x->file = open(file.path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
    return x->file >= 0 ||
           rap_http_problem(request, &x->answer, 500, "a file cannot be kept: %s", strerror(errno));
}

static bool write_file(exchange *x, const char *data, size_t length)
{
    while (length) {
        ssize_t count = write(x->file, data, length);
        if (count < 0 && errno != EINTR) {
            return rap_http_problem(&x->request, &x->answer, errno == ENOSPC ? 507 : 500,
                                    "a file cannot be kept: %s", strerror(errno));
        }
        count = count < 0 ? 0 : count;
        data += count;
        length -= (size_t)count;
        x->request.files.items[x->request.files.count - 1].size += (size_t)count;
    }
    return true;
}

static enum MHD_Result on_data(void *user, enum MHD_ValueKind kind, const char *key,
                               const char *filename, const char *type, const char *encoding,
                               const char *data, uint64_t offset, size_t length)
{
    exchange *x = user;
    (void)kind;
    (void)key;
    (void)type;
    (void)encoding;
    if (!filename) { /* another field of the form */
        return MHD_YES;
    }
    bool is_taken = (offset > 0 || open_file(x, filename)) && write_file(x, data, length);
    return is_taken ? MHD_YES : MHD_NO;
}

bool http_upload_begin(exchange *x)
{
    x->post = MHD_create_post_processor(x->connection, ROOM, on_data, x);
    const char *type = rap_http_header(&x->request, MHD_HTTP_HEADER_CONTENT_TYPE);
    bool is_form = type && strncasecmp(type, "multipart/form-data", 19) == 0;
    return (x->post && is_form) ||
           rap_http_problem(&x->request, &x->answer, 415, "send files as multipart/form-data");
}

static bool refuse(exchange *x)
{
    return x->answer.status
               ? false
               : rap_http_problem(&x->request, &x->answer, 400,
                                  "the request holds no file as multipart/form-data has it");
}

bool http_upload_take(exchange *x, const char *data, size_t length)
{
    return MHD_post_process(x->post, data, length) == MHD_YES || refuse(x);
}

bool http_upload_end(exchange *x)
{
    struct MHD_PostProcessor *post = x->post;
    x->post = NULL;
    bool is_whole = MHD_destroy_post_processor(post) == MHD_YES && x->request.files.count;
    close_file(x);
    return is_whole || refuse(x);
}

void http_upload_free(exchange *x)
{
    if (x->post) {
        MHD_destroy_post_processor(x->post);
    }
    close_file(x);
    for (size_t i = 0; i < x->request.files.count; i++) {
        rap_http_file *file = &x->request.files.items[i];
        char *path = (char *)file->path; /* in the request's arena */
        unlink(path);
        path[strlen(path) - strlen(file->name) - 1] = '\0';
        rmdir(path);
    }
}
