/* Files that hold other files, in three files: enclosures.c (telling them, names, archives), mail.c
 * (mails), unzip.c. */
#ifndef RAP_READING_ENCLOSURES_H
#define RAP_READING_ENCLOSURES_H

#include "reading/reading.h"

#include "base/map.h"

/* A mail, from its first bytes and its name. */
bool rap_is_mail(rap_str head, rap_str file_name);

/* What unpacking needs of the system, to be taken before the sandbox is entered. */
void rap_unpack_prepare(void);
/* rap_unpack in this process. */
rap_unpack_outcome rap_unpack_here(const rap_reading *reading, rap_arena *arena, rap_str bytes,
                                   rap_enclosures *ret_enclosures, rap_error *error);

/* A name without what leads out of its place, and without what a terminal would obey: no "..", no
 * drive, no empty part; control characters and marks of direction are '_'. May come out empty. */
rap_str rap_enclosure_name(rap_arena *arena, rap_str name);
/* One line without control characters and marks of direction. */
rap_str rap_plain_line(rap_arena *arena, rap_str text);

/* What is being taken out. */
typedef struct {
    const rap_reading *reading;
    rap_arena *arena;
    rap_enclosures found;
    rap_map *names;
    size_t bytes; /* taken so far */
} rap_unpacking;

/* Keeps one; its name is made clean, and one of its own: `otherwise` where nothing is left. */
void rap_unpacking_put(rap_unpacking *unpacking, rap_str name, const char *otherwise,
                       rap_enclosure enclosure);
/* Keeps a line instead of one that is not to be had. */
void rap_unpacking_refuse(rap_unpacking *unpacking, rap_str name, const char *otherwise,
                          const char *why);
/* Whether one more of that size may be taken; false with *error over a limit. */
bool rap_unpacking_allows(const rap_unpacking *unpacking, size_t bytes, rap_error *error);
/* Hidden, or the leavings of an operating system: passed over as in folders. */
bool rap_is_hidden_name(rap_str name);

/* mail.c */
void rap_mail_prepare(void);
bool rap_mail_unpack(rap_unpacking *unpacking, rap_str bytes, rap_error *error);

#endif
