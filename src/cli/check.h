/* What the files of the command `check` share. */
#ifndef RAP_CLI_CHECK_H
#define RAP_CLI_CHECK_H

#include "cli.h"

/* Settings of a draft: those of the file beside it, or of the user's, and the options. */
typedef struct {
    const char *only, *without, *severity, *period, *acronyms;
    size_t limit;
} check_settings;

/* False after telling what is wrong, where a settings file cannot be used. */
bool check_settings_of(cli *run, const char *draft, check_settings *ret_settings);

/* The findings of all drafts as a log in SARIF 2.1.0 (OASIS, 2020); `refused` holds the messages of
 * the drafts that could not be read. Records stay the caller's. */
void check_put_sarif(cli *run, const cli_records *rules, const cli_records *findings,
                     const rap_strs *refused);

#endif
