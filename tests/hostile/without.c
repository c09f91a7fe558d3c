/* without landlock|seccomp PROGRAM...: runs a program as on a kernel that has not the one or the
 * other. */
#include <errno.h>
#include <seccomp.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

int main(int argc, char **argv)
{
    if (argc < 3) {
        fputs("without landlock|seccomp PROGRAM...\n", stderr);
        return 2;
    }
    scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ALLOW);
    int failed = filter == NULL;
    if (!strcmp(argv[1], "landlock")) {
        failed = failed || seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOSYS),
                                            SCMP_SYS(landlock_create_ruleset), 0);
    } else {
        failed = failed || seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(seccomp), 0) ||
                 seccomp_rule_add(filter, SCMP_ACT_ERRNO(EINVAL), SCMP_SYS(prctl), 1,
                                  SCMP_A0(SCMP_CMP_EQ, PR_SET_SECCOMP));
    }
    failed = failed || seccomp_load(filter);
    seccomp_release(filter);
    if (failed) {
        return 2;
    }
    execv(argv[2], argv + 2);
    return 2;
}
