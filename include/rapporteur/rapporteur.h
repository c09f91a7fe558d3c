/* Rapporteur: the public library, on which the command line is built.
 *
 * A `rapporteur` is an open register with the language data. Not for use by two threads at once;
 * rapporteur_add uses threads of its own. Strings given are UTF-8 and NUL-terminated; strings
 * passed to callbacks are valid during the call. Functions return false with *error filled (NULL
 * allowed); nothing is printed and the process is never ended.
 */
#ifndef RAPPORTEUR_H
#define RAPPORTEUR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define RAPPORTEUR_VERSION "0.1.0"

typedef struct rapporteur rapporteur;

typedef enum {
    RAPPORTEUR_OK,
    RAPPORTEUR_USAGE,  /* a name or value that does not exist */
    RAPPORTEUR_FILE,   /* a file or the register cannot be opened, read or written */
    RAPPORTEUR_FORMAT, /* not what it should be */
    RAPPORTEUR_LIMIT,  /* over a limit of the manual */
    RAPPORTEUR_MEMORY,
    RAPPORTEUR_REGISTER,
    RAPPORTEUR_NEWER, /* the register was made by a newer program */
    RAPPORTEUR_BUSY,
    RAPPORTEUR_MISSING,
    RAPPORTEUR_CANCELLED,
    RAPPORTEUR_STALE /* somebody else has decided in the meantime */
} rapporteur_code;

typedef struct {
    rapporteur_code code;
    char message[400]; /* one line: what is wrong and what to do */
} rapporteur_error;

typedef enum {
    RAPPORTEUR_READ,  /* the register must exist; nothing is written */
    RAPPORTEUR_WRITE, /* it must exist */
    RAPPORTEUR_CREATE /* it is made where it does not exist */
} rapporteur_mode;

/* NULL on failure. `location` NULL opens no register: then only organizations can be asked for. */
rapporteur *rapporteur_open(const char *location, rapporteur_mode mode, rapporteur_error *error);
void rapporteur_close(rapporteur *r);

/* The same register once more, for another thread, with the language data and the organizations of
 * `first`, which is closed after it. NULL on failure. */
rapporteur *rapporteur_share(rapporteur *first, rapporteur_mode mode, rapporteur_error *error);

/* -- limits ------------------------------------------------------------------------------------ */

/* What documents may have and take: more costs the document an error line that names the limit. */
typedef struct {
    const char *name; /* "pages" */
    const char *what; /* "pages of a document" */
    char usual[16];   /* "20000"; of bytes "256M", with K, M, G for powers of 1,024 */
    char least[16], most[16];
} rapporteur_limit;
/* Limit `index` of the table; false past the last. */
bool rapporteur_limit_at(size_t index, rapporteur_limit *ret_limit);
/* Sets limits of what `r` reads from now on: "pages=30000,file=512M". Other documents keep what the
 * table says. */
bool rapporteur_set_limits(rapporteur *r, const char *limits, rapporteur_error *error);
/* What of the sandbox in which foreign formats are read this kernel does not have ("landlock",
 * "seccomp", "landlock and seccomp"); NULL where it has all. Without, the rest of it stands. */
const char *rapporteur_sandbox_lacks(void);
/* From now on no foreign format is read where a part of the sandbox is missing. */
void rapporteur_require_sandbox(rapporteur *r);

/* Starts what reads foreign formats, which rapporteur_add else does at first need: a process is
 * forked, which a program with threads should do before it has them. */
bool rapporteur_prepare(rapporteur *r, rapporteur_error *error);

/* A number that is another one once the register was changed by another handle or program; -1 where
 * it cannot be told. */
int64_t rapporteur_change(rapporteur *r);

/* A number that is another one once texts have come or gone, by whomever; what people decide about
 * facts leaves it, and so does rapporteur_rebuild. -1 where it cannot be told. */
int64_t rapporteur_texts(rapporteur *r);

/* A number that is another one once people have decided otherwise about a fact of the document; -1
 * where no document is called exactly so. `document` NULL: about any fact. */
int64_t rapporteur_decided(rapporteur *r, const char *document);

/* Organizations of the user's own: a table that adds to the program's and corrects them
 * (docs/organizations.md). Call it right after opening. `on_problem` (NULL allowed) is called when
 * the language data are first needed, with a line "PATH:LINE: message" for each row that is left
 * out. What is in the register already was read without it: rapporteur_rebuild reads it again. */
bool rapporteur_use_organizations(rapporteur *r, const char *path,
                                  void (*on_problem)(void *user, const char *message), void *user,
                                  rapporteur_error *error);

/* -- add ------------------------------------------------------------------------------------ */

typedef enum {
    RAPPORTEUR_ADDED,
    RAPPORTEUR_UNCHANGED, /* the same bytes are in the register */
    RAPPORTEUR_REFUSED    /* cannot be read: `message` says why */
} rapporteur_outcome;

/* The work on a document, in its order. */
typedef enum {
    RAPPORTEUR_STAGE_READING, /* the bytes, their hash, the format */
    RAPPORTEUR_STAGE_STRUCTURE,
    RAPPORTEUR_STAGE_MENTIONS,
    RAPPORTEUR_STAGE_FACTS,
    RAPPORTEUR_STAGE_LINKING,
    RAPPORTEUR_STAGE_INDEX,   /* the tokens of the full-text index */
    RAPPORTEUR_STAGE_STORING, /* packing the original, writing the register */
    RAPPORTEUR_STAGES
} rapporteur_stage;

/* "reading", "structure", ...; NULL for what is no stage. */
const char *rapporteur_stage_name(rapporteur_stage stage);

typedef struct {
    rapporteur_outcome outcome;
    const char *path;
    const char *message; /* refused: why; else the first warning or "" */
    /* JSON array: added: the record of each version read, with "reads_as" (what its facts name:
     * "IPU-202-ar") and "counts" (preambular, operative, paragraphs, notes, blocks, mentions,
     * mandates, activities, agreements, warnings) and "warnings" (rule, message and, where known,
     * label, page, line); unchanged: doc, lang, title, reads_as. */
    const char *documents;
    size_t done, total; /* files of this run */
    /* Seconds of processor time that each stage took for this file, by rapporteur_stage; those of
     * a child that reads it (PDF, DOCX, HTML, DOC, RTF, ODT) are not in it. */
    double seconds[RAPPORTEUR_STAGES];
} rapporteur_event;

typedef struct {
    const char *id;   /* names the document; only with one file. NULL: by its symbol */
    unsigned threads; /* 0: as many as there are processors */
    size_t memory;    /* bytes that reading one document may take; 0: 1 GiB */
    bool as_original; /* DOCX is read as it was before its tracked changes, not as if all were
                         accepted; kept with the file, so that a rebuild reads it in the same way */
    size_t together;  /* files stored together at most; 0: as many as half a second brings */
    /* Called for each file, in the order of the files, when it is stored for good, that is with
     * those stored together with it; false cancels the run after these. */
    bool (*on_event)(void *user, const rapporteur_event *event);
    void *user;
} rapporteur_add_options;

typedef struct {
    size_t added, unchanged, refused;
    double seconds[RAPPORTEUR_STAGES]; /* of all files */
} rapporteur_add_result;

/* Files and folders (read in sorted order), and what lies in mails and ZIP archives among them:
 * each document in these counts as a file of its own, with the path "MAIL.eml/NAME". False only
 * where the run itself failed or on_event stopped it (RAPPORTEUR_CANCELLED); refused files are
 * counted, and *ret_result is filled in either case. Each document is stored whole or not at all: a
 * run that was ended, in whatever way, is carried on by running it again.
 *
 * The same bytes are kept once, wherever they lie. Given again with another `id`, or with another
 * `as_original`, they are read again so, which replaces the earlier reading. Other bytes at the
 * same path that read as the same document replace what was read from the earlier ones; the earlier
 * bytes stay on record. */
bool rapporteur_add(rapporteur *r, const char *const *paths, size_t path_count,
                    const rapporteur_add_options *options, rapporteur_add_result *ret_result,
                    rapporteur_error *error);

/* Reads every kept original again with this program's rules. What cannot be read any more is
 * refused and leaves the register; its original stays. */
bool rapporteur_rebuild(rapporteur *r, const rapporteur_add_options *options,
                        rapporteur_add_result *ret_result, rapporteur_error *error);

/* -- care ---------------------------------------------------------------------------------------
 */

/* Writes the register as it is now to a new file at `path`, while others read and write it: the
 * copy is a register like the first. A file that is there is kept unless `replace` is set, and
 * replaced when the copy is whole; a failure leaves nothing behind. */
bool rapporteur_backup(rapporteur *r, const char *path, bool replace, rapporteur_error *error);

/* Looks for damage in the register: its structure, every original against its SHA-256, every span
 * of what was read against its paragraph, the index. Calls on_damage with a JSON object for each
 * ("record": "damage"): kind ("store", "original", "evidence", "index"), about (a file or
 * document, may be empty), what, remedy; at most fifty are told. It returns false to stop.
 * *ret_summary (may be NULL): a JSON object with files, versions, blocks, facts looked at and
 * damages found; valid until the next call on `r`. False only where it cannot be looked for. */
bool rapporteur_verify(rapporteur *r,
                       bool (*on_damage)(void *user, const char *json, size_t length), void *user,
                       const char **ret_summary, rapporteur_error *error);

/* -- questions -------------------------------------------------------------------------------- */

/* Members that are NULL or 0 do not filter. Lists are comma-separated. */
typedef struct {
    const char *organizations; /* ids, acronyms or names in any language: "IPU,African Union" */
    const char *types;
    const char *themes; /* ids or names in any language; what stands below them counts as well */
    const char *place;
    const char *period;   /* "2023", "2023-05", "2023-05-01..2024-06", "2023..", "..2024" */
    const char *document; /* "A/RES/68/272", "IPU-202", "IPU-202-ar" */
    const char *language; /* "ar" */
    const char *status;
    const char *session; /* of documents, and of what stands in them: "77" */
    const char *kinds;   /* of documents, and of what stands in them: "resolution,report" */
    const char *body;    /* with which the document's symbol begins: "A/RES", "S" */
    const char *prefer;  /* of each work only one version: in this language where there is one, else
                            in  English, else in any */
    size_t limit;
    size_t offset; /* so many are passed over first */
    bool once;     /* activities, agreements, publications and pledges told in several languages or
                      documents: only one of them, in English where it is told so, each with a list
                      "same_as" of the others:
                      ["IPU-202-ar#1@6:0"], document, paragraph, block and byte */
    const char *decisions; /* NULL or "": facts as people decided; "all": those that were rejected,
                              or merged into another, too */
} rapporteur_filter;

/* `kind`: "documents", "blocks", "mandates", "activities", "agreements", "publications", "pledges",
 * "figures", "links", "warnings". Each record is
 * one JSON object with the guidelines' field names. on_record returns false to stop. */
bool rapporteur_list(rapporteur *r, const char *kind, const rapporteur_filter *filter,
                     bool (*on_record)(void *user, const char *json, size_t length), void *user,
                     rapporteur_error *error);

/* What a version of a work names, in the order of the text, as JSON objects: kind, block, start,
 * end (bytes of the block's text), entity (id, or null), name (in the version's language, else in
 * English). `document` is the work's name as its record tells it. RAPPORTEUR_MISSING where it has
 * no such version. */
bool rapporteur_mentions(rapporteur *r, const char *document, const char *language,
                         bool (*on_record)(void *user, const char *json, size_t length), void *user,
                         rapporteur_error *error);

/* How many records rapporteur_list gives without `limit` and `offset`. */
bool rapporteur_total(rapporteur *r, const char *kind, const rapporteur_filter *filter,
                      size_t *ret_total, rapporteur_error *error);

/* Hits, best first, as JSON objects: doc, doc_lang, lang, part, label, block, text, rank. Words in
 * any language; "quoted words" stand together; a '*' at the end of a word matches its beginning. */
bool rapporteur_search(rapporteur *r, const char *words, const rapporteur_filter *filter,
                       bool (*on_record)(void *user, const char *json, size_t length), void *user,
                       rapporteur_error *error);

/* How many hits a search has in all (*ret_total; counted up to 20,000) and in which languages,
 * parts and kinds of document: {"language":{"en":12,..},"part":{..},"kind":{..}}; valid until the
 * next call on `r`. NULL on failure. */
const char *rapporteur_facets(rapporteur *r, const char *words, const rapporteur_filter *filter,
                              size_t *ret_total, rapporteur_error *error);

/* {"files":..,"documents":..,...}; valid until the next call on `r`. NULL on failure. */
const char *rapporteur_counts(rapporteur *r, rapporteur_error *error);

/* Which agreements, and as of when. Members that are NULL leave a choice open. */
typedef struct {
    const char *in_force; /* only those in force on a date ("2024-06-30", "2024-06", "today") */
    const char *expiring; /* only those whose validity ends within "90d", "12m" or "2y" */
    const char *on;       /* the date that `expiring` and the states count from; NULL: today, or
                             that of `in_force` */
} rapporteur_agreement_options;

/* Agreements, each once, with what is told of them: where two documents or languages tell of the
 * same one, or a later one of its renewal, they are joined. JSON objects: kind, parties, state ("in
 * force", "expired", "not yet in force", "drafting", or "unknown" where nothing tells how long it
 * holds), on (the date of that state), signed, renewed, valid_from, valid_to, quote, sources (doc,
 * para, lang), history (the records of "agreements", by date). The filter lets an agreement through
 * where it lets one of these records through. */
bool rapporteur_agreements(rapporteur *r, const rapporteur_filter *filter,
                           const rapporteur_agreement_options *options,
                           bool (*on_record)(void *user, const char *json, size_t length),
                           void *user, rapporteur_error *error);

/* Which organizations. Members that are NULL do not filter. */
typedef struct {
    const char *words;    /* beginnings of words of one of its names, acronyms or its id */
    const char *kinds;    /* comma-separated */
    const char *parent;   /* id or name of a body above it, at whatever distance */
    const char *language; /* only names in this language count; those without one are left out */
} rapporteur_organization_filter;

/* Organizations as JSON objects, those whose id or name is the very words first: id, name (in the
 * language, else in English, else in any), kind, kind_name, parent, parents (upwards), counts_as,
 * from, until (years), successor, predecessors, names and acronyms (by language), former (lang,
 * name, from, until), organs (ids of those right below). */
bool rapporteur_organizations(rapporteur *r, const rapporteur_organization_filter *filter,
                              bool (*on_record)(void *user, const char *json, size_t length),
                              void *user, rapporteur_error *error);

/* The themes that facts can be about whose id or names hold all the words (all themes where `words`
 * is NULL or empty), in the order of their table, as JSON objects: id, kind, broader, goals, unbis,
 * names (by language). Words may stand in any language and begin longer ones. */
bool rapporteur_themes(const char *words,
                       bool (*on_record)(void *user, const char *json, size_t length), void *user,
                       rapporteur_error *error);

/* The name of an organization or State in a language ("en"), or NULL. */
const char *rapporteur_entity_name(rapporteur *r, const char *id, const char *language);

/* -- decisions ---------------------------------------------------------------------------------
 *
 * What people decide about a fact is kept as evidence, one row a decision, never changed or
 * deleted; undoing is a decision too. Lists, searches, reports and exports show facts as decided. A
 * decision is tied to what it was about: the document, the kind of fact, the words and their place,
 * the values; when a document is read again it is tied again, to the same place, else to the same
 * words, else to the same values. One that cannot be tied waits, and is told by
 * rapporteur_decisions with `untied`.
 *
 * A fact's id says where it stands: "IPU-202-ar#1@6:0:activity", the version, the paragraph, block
 * and byte where its words begin, and its kind ("mandate", "activity", "figure"). Every record of a
 * fact has it as "id"; one that somebody decided about has "revision", how many decisions there are
 * about it, and, where one of them stands, "decision": verdict, person, when (RFC 3339, UTC),
 * reason, correction, with (null where there is none). */

typedef struct {
    const char *fact;    /* id; the kind may be left out where one fact alone begins there */
    const char *verdict; /* "confirmed", "corrected", "rejected", "merged", "split", or "undone":
                            the last decision about the fact that stands no longer does */
    const char *person;  /* who decides; not empty */
    const char *reason;  /* or NULL */
    int64_t revision;    /* of the fact that the person saw; -1: whatever it is now */
    /* corrected: a JSON object of the members that change, as in the record:
     *   mandate   verb, force, addressees, asks, timing, themes
     *   activity  type, parties, roles, dates, places, status, subject, agreement, themes
     *   figure    value, bound, unit, counted, period
     * Parties and addressees may be given by any name; one that no table knows is kept as it is
     * given, with a warning. */
    const char *correction;
    /* merged: the id of the fact that stays and takes in the parties, dates and places of this one,
     * or in another document or language: that tells the same. split: of an activity that links
     * join with this one and that is another (then without `parts`). */
    const char *with;
    const char *parts; /* split: a JSON array of {"quote", "correction"}: words of the paragraph;
                          what is in `correction` (may be left out) differs from the whole. Mandates
                          are not split: a paragraph has one */
} rapporteur_decision;

/* Keeps a decision, and shows it in all that is derived, in one transaction. RAPPORTEUR_STALE where
 * the fact's revision is not the one that was seen, RAPPORTEUR_MISSING where there is no such fact,
 * RAPPORTEUR_USAGE where the decision cannot be: then nothing is kept. *ret_fact (may be NULL) is
 * what rapporteur_fact gives then of the fact, or where it was split or merged of the one that took
 * its place, with "warnings", a list of texts. Valid until the next call on `r`. */
bool rapporteur_decide(rapporteur *r, const rapporteur_decision *decision, const char **ret_fact,
                       rapporteur_error *error);

/* A fact by its id, also one that is in no list any more: its record with "kind", "text" (the
 * paragraph), "revision", "decision" or null, "gone" (it is in no list), "read" (the members that
 * were changed, as they were read), "history" (decisions, the oldest first: those of the log).
 * NULL on failure; valid until the next call on `r`. */
const char *rapporteur_fact(rapporteur *r, const char *id, rapporteur_error *error);

/* Members that are NULL or 0 leave a choice open. */
typedef struct {
    const char *kind;     /* "mandate", "activity" or "figure" */
    const char *document; /* as in a filter */
    double below;         /* only facts read with less confidence; 0: all */
    const char *person;   /* with `others`: who asks */
    bool others;          /* also what others decided about and `person` did not */
    size_t limit, offset;
} rapporteur_queue_options;

/* The facts that nobody decided about, those read with the least confidence first: records with
 * "kind" and "text" (the paragraph). *ret_total (may be NULL): how many there are without `limit`
 * and `offset`. */
bool rapporteur_queue(rapporteur *r, const rapporteur_queue_options *options,
                      bool (*on_record)(void *user, const char *json, size_t length), void *user,
                      size_t *ret_total, rapporteur_error *error);

/* Members that are NULL or 0 leave a choice open. */
typedef struct {
    const char *person;
    const char *document; /* a work or one of its versions */
    const char *period;   /* when it was decided: "2024", "2024-05-01..2024-06" */
    bool untied;          /* only those that are tied to no fact of the register */
    size_t limit, offset;
} rapporteur_decision_filter;

/* The log, the oldest first, as JSON objects ("record": "decision", docs/records.md). *ret_total as
 * above. */
bool rapporteur_decisions(rapporteur *r, const rapporteur_decision_filter *filter,
                          bool (*on_record)(void *user, const char *json, size_t length),
                          void *user, size_t *ret_total, rapporteur_error *error);

/* How far people agree about the facts that two of them judged, by each one's last judgement that
 * stands: {"people": [..], "facts", "equal", "share", "kappa"}. Equal: both confirmed, both
 * rejected, or both corrected to the same. `share` is null where there are no facts; `kappa`
 * (Cohen's, of the three verdicts) where chance alone would have given the same, or where more than
 * two people judged and `first` and `second` do not choose among them. NULL on failure; valid until
 * the next call. */
const char *rapporteur_concordance(rapporteur *r, const char *first, const char *second,
                                   rapporteur_error *error);

/* Takes decisions from a file of their records, a JSON object a line, as another register exports
 * them; those that are known are left out, so that it can be done again. `on_problem` (NULL
 * allowed) is called with a line "PATH:LINE: message" for each line that cannot be taken; the
 * others are taken, in one transaction. *ret_summary (may be NULL): {"taken", "known", "refused",
 * "untied"}, valid until the next call. */
bool rapporteur_import_decisions(rapporteur *r, const char *path,
                                 void (*on_problem)(void *user, const char *message), void *user,
                                 const char **ret_summary, rapporteur_error *error);

/* -- compare ----------------------------------------------------------------------------------- */

/* Lists are comma-separated; NULL leaves a choice open. */
typedef struct {
    const char *first;     /* a work ("A/RES/77/12"), or with `second` a version ("A/RES/77/12-en");
                              NULL: every work that the register holds in two languages or more */
    const char *second;    /* the version to compare with */
    const char *session;   /* only works of these sessions: "77" */
    const char *languages; /* only versions in these: "en,fr" */
    const char *points;    /* only these points: "dates,addressees"; see docs/records.md */
    const char *confidence; /* only differences at least so sure, "0.3"; NULL: 0.5 */
    bool pairs;             /* how the paragraphs and sentences are aligned, too */
    bool all_pairs;         /* every two versions; else each with the original's, with the English
                               where no original is told, or with the first */
} rapporteur_compare_options;

/* Compares versions of works. Calls on_record with a JSON object for each difference ("record":
 * "finding"), work by work in the order of the text; before those of two versions, where `pairs` is
 * set, with one for each pair of paragraphs ("record": "pair"); at the end for each two languages
 * with the measure of their agreement ("record": "agreement"): paragraphs compared, and of each
 * point how many agree. RAPPORTEUR_MISSING where what was asked for is not there or has no second
 * version. */
bool rapporteur_compare(rapporteur *r, const rapporteur_compare_options *options,
                        bool (*on_record)(void *user, const char *json, size_t length), void *user,
                        rapporteur_error *error);

/* -- trace ------------------------------------------------------------------------------------- */

/* Members that are NULL leave a choice open. */
typedef struct {
    const char *document; /* a resolution; NULL: all that are about bodies that did something */
    const char *organizations; /* only resolutions whose title names one of these */
    const char *period;        /* only what was done then */
    const char *language;      /* of the texts that are compared, where there is a choice */
    bool open_only;            /* only paragraphs that ask somebody and of which nothing is told */
    const char *statuses;      /* only paragraphs of these statuses: "open,direct" */
    const char *types;         /* only of these forces or verbs */
    const char *themes;        /* only about these: ids or names in any language */
    const char *session;       /* only of resolutions of these sessions */
} rapporteur_trace_options;

/* What was done about what was asked. Calls on_record with a JSON object for each operative
 * paragraph: id, doc, para, lang, verb, force, addressees, asks, quote, status ("direct",
 * "thematic", "open": asked of somebody, and nothing told; "nothing": asks nobody; "business": the
 * Assembly's own, its agenda or a report to it), answers, the best first (id, doc, para, lang,
 * type, parties, strength, score, why, quote). */
bool rapporteur_trace(rapporteur *r, const rapporteur_trace_options *options,
                      bool (*on_record)(void *user, const char *json, size_t length), void *user,
                      rapporteur_error *error);

/* -- learn ------------------------------------------------------------------------------------- */

/* Learns from the works that the register holds in English and other languages which words and
 * phrases say the same: the lexicon by which texts in different languages are compared. It is kept
 * in the register as derived data and used from then on instead of the program's own; or written
 * to `path`, where one is given. `most` concepts at most; 0: 5,000. *ret_summary (may be NULL): a
 * JSON object with works, versions (by language), paragraphs, concepts; valid until the next call
 * on `r`. RAPPORTEUR_MISSING where the register holds too little to learn from. */
bool rapporteur_learn(rapporteur *r, size_t most, const char *path, const char **ret_summary,
                      rapporteur_error *error);

/* -- history ----------------------------------------------------------------------------------- */

/* The chain of resolutions that renew one another in which `symbol` stands, the oldest first;
 * `symbol` alone where nothing tells of another. It need not be in the register itself. on_symbol
 * returns false to stop. */
bool rapporteur_chain(rapporteur *r, const char *symbol,
                      bool (*on_symbol)(void *user, const char *symbol), void *user,
                      rapporteur_error *error);

/* Members that are NULL leave a choice open. */
typedef struct {
    const char *symbol;    /* the chain of this resolution; NULL: every resolution with the one that
                              it renews */
    const char *paragraph; /* with `symbol`: only what this paragraph came from and what became of
                              it: "14", "3 (a)" */
    const char *session;   /* only steps to resolutions of this session: "77" */
    const char *language;  /* read each resolution in it where there is such a version, else in
                              English, else in a language that both have, else in any */
} rapporteur_history_options;

/* What became of operative paragraphs from each resolution to the next that renews it. Calls
 * on_record with JSON objects ("record": "descent", docs/records.md), the oldest step first, in the
 * order of the newer resolution. RAPPORTEUR_MISSING where the symbol or the paragraph is not there.
 */
bool rapporteur_history(rapporteur *r, const rapporteur_history_options *options,
                        bool (*on_record)(void *user, const char *json, size_t length), void *user,
                        rapporteur_error *error);

/* -- check ------------------------------------------------------------------------------------- */

/* Members that are NULL or 0 leave a choice open. */
typedef struct {
    const char *only;     /* rules by id, comma-separated, "RAP-" may be left out: no others */
    const char *without;  /* rules that are off */
    const char *severity; /* the least: "note" (default), "warning" or "error" */
    const char *period;   /* the reporting period, as in a filter; else as the draft tells it */
    const char *acronyms; /* comma-separated: those that may stand without their names */
    size_t limit;         /* words allowed; 0: the usual limit of a report */
} rapporteur_check_options;

/* Checks a draft, in any format that is read; the documents of the register, where one is open,
 * serve as reference for titles and dates. Calls on_record with a JSON object for each finding, in
 * the order of the text (docs/records.md). False with the file's error where it cannot be read. */
bool rapporteur_check(rapporteur *r, const char *path, const rapporteur_check_options *options,
                      bool (*on_record)(void *user, const char *json, size_t length), void *user,
                      rapporteur_error *error);

/* The rules as JSON objects: id, severity, title, why, remedy, source, wrong, right (examples,
 * paragraphs parted by " | "). `id` NULL: all of them; else the one, RAPPORTEUR_USAGE where there
 * is none. */
bool rapporteur_check_rules(rapporteur *r, const char *id,
                            bool (*on_record)(void *user, const char *json, size_t length),
                            void *user, rapporteur_error *error);
/* -- calendar ------------------------------------------------------------------------------------
 */

/* Members that are NULL leave a choice open. */
typedef struct {
    const char *within;   /* only what falls due within "90d", "12m" or "2y" */
    const char *on;       /* the date that it counts from ("2024-06-30", "2024-06"); NULL: today */
    const char *language; /* paragraphs in it where the register has them, and the calendar's words;
                             NULL: "en" */
} rapporteur_due_options;

/* What falls due from a date on, the nearest first, as JSON objects ("record": "due",
 * docs/records.md): items on the agenda of a session, reports asked for, what is to be done by a
 * date or from year to year, agreements that expire. Sessions are turned into dates. The filter is
 * that of mandates and agreements. */
bool rapporteur_due(rapporteur *r, const rapporteur_filter *filter,
                    const rapporteur_due_options *options,
                    bool (*on_record)(void *user, const char *json, size_t length), void *user,
                    rapporteur_error *error);
/* The same as an iCalendar file (RFC 5545), valid until the next call on `r`; NULL on failure. */
const char *rapporteur_due_calendar(rapporteur *r, const rapporteur_filter *filter,
                                    const rapporteur_due_options *options, size_t *ret_length,
                                    rapporteur_error *error);

/* -- report ------------------------------------------------------------------------------------ */

typedef struct {
    const char
        *kind; /* "activities", "consolidated", "mandates", "trace"; "map", "timeline", "network" */
    const char *form;  /* "docx", "html", "md"; of the last three "svg" */
    const char *order; /* "organization" (default) or "theme" */
    const char *language;
    const char *title;
    rapporteur_filter filter;
    size_t max_words;
} rapporteur_report_options;

/* Writes the report to `path`. *ret_summary (may be NULL) is a JSON object: chapters, paragraphs,
 * notes, words, left_out (how many activities --max-words cost), left_out_list (objects with doc,
 * para, quote); valid until the next call on `r`. */
bool rapporteur_report(rapporteur *r, const rapporteur_report_options *options, const char *path,
                       const char **ret_summary, rapporteur_error *error);
/* The same in memory: the report's bytes, valid until the next call on `r`; NULL on failure. */
const char *rapporteur_report_bytes(rapporteur *r, const rapporteur_report_options *options,
                                    size_t *ret_length, const char **ret_summary,
                                    rapporteur_error *error);

#ifdef __cplusplus
}
#endif

#endif
