/* What each stage costs. Only the engine looks at a clock. */
#include "engine.h"

#include <time.h>

static double processor_seconds(void)
{
    struct timespec now;
    if (clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now)) {
        return 0;
    }
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

void rap_engine_start(rap_job *job)
{
    job->lap = processor_seconds();
}

void rap_engine_lap(rap_job *job, rapporteur_stage stage)
{
    double now = processor_seconds();
    job->seconds[stage] += now - job->lap;
    job->lap = now;
}

const char *rapporteur_stage_name(rapporteur_stage stage)
{
    static const char *const names[RAPPORTEUR_STAGES] = {
        "reading", "structure", "mentions", "facts", "linking", "index", "storing"};
    return (unsigned)stage < RAPPORTEUR_STAGES ? names[stage] : NULL;
}
