/* Who asks, and what the pages must know first. */
#include "web.h"

static const char *const role_names[] = {[WEB_NOBODY] = "nobody",
                                         [WEB_READER] = "reader",
                                         [WEB_CONTRIBUTOR] = "contributor",
                                         [WEB_REVIEWER] = "reviewer",
                                         [WEB_ADMINISTRATOR] = "administrator"};

void web_get_session(web_call *call)
{
    static const char *const languages[] = {"ar", "zh", "en", "fr", "ru", "es"};
    rap_buf out;
    rap_json json;
    rap_buf_init(&out, call->arena);
    rap_json_init(&json, &out);
    rap_json_object_begin(&json);
    rap_json_name(&json, "user");
    rap_json_object_begin(&json);
    rap_json_member(&json, "name", rap_str_of(call->person->name));
    rap_json_member(&json, "role", rap_str_of(role_names[call->person->role]));
    rap_json_object_end(&json);
    rap_json_name(&json, "shared");
    rap_json_bool(&json, false);
    rap_json_name(&json, "languages");
    rap_json_array_begin(&json);
    for (size_t i = 0; i < sizeof languages / sizeof languages[0]; i++) {
        rap_json_string(&json, rap_str_of(languages[i]));
    }
    rap_json_array_end(&json);
    rap_json_member(&json, "csrf", RAP_STR_NONE);
    rap_json_member(&json, "version", RAP_STR(RAPPORTEUR_VERSION));
    rap_json_object_end(&json);
    web_json(call, rap_buf_str(&out));
}

void web_get_events(web_call *call)
{
    call->answer->status = 200;
    call->answer->type = "text/event-stream";
    call->answer->is_stream = true;
}
