/* The one table: every command and option, from which dispatch, help, manual pages and completion
 * are made.
 */
#include "cli.h"

#include <string.h>

static const char *const whens[] = {"auto", "always", "never", NULL};
static const char *const languages[] = {"ar", "zh", "en", "fr", "ru", "es", NULL};
static const char *const document_kinds[] = {"resolution", "decision", "report",
                                             "list",       "page",     NULL};
static const char *const activity_types[] = {
    "meeting", "conference", "training",      "visit",    "statement", "agreement",   "publication",
    "support", "programme",  "establishment", "decision", "pledge",    "cooperation", NULL};
static const char *const forces[] = {"decision", "request", "invitation", "declaration", NULL};
static const char *const statuses[] = {"done", "ongoing", "planned", NULL};
static const char *const points[] = {"presence",   "order",  "number",    "verb",       "force",
                                     "addressees", "timing", "citations", "dates",      "sessions",
                                     "numbers",    "names",  "negation",  "quantities", "notes",
                                     "acts",       "terms",  "spelling",  NULL};
static const char *const severities[] = {"note", "warning", "error", NULL};
static const char *const orders[] = {"organization", "theme", NULL};
static const char *const report_kinds[] = {"activities", "consolidated", "mandates", "trace",
                                           "map",        "timeline",     "network",  NULL};
static const char *const record_kinds[] = {"documents",  "blocks",       "mandates",  "activities",
                                           "agreements", "publications", "pledges",   "figures",
                                           "links",      "warnings",     "decisions", NULL};
static const char *const fact_kinds[] = {"mandate", "activity", "figure", NULL};
static const char *const verdicts[] = {"confirm", "correct", "reject", "merge",
                                       "split",   "apart",   "undo",   NULL};
static const char *const which_decisions[] = {"all", NULL};
static const char *const organization_kinds[] = {
    "un",           "un-organ",       "un-secretariat",
    "un-office",    "un-fund",        "un-research",
    "un-mission",   "un-treaty-body", "un-commission",
    "un-committee", "agency",         "regional-commission",
    "regional",     "regional-organ", "parliamentary",
    "court",        "bank",           "network",
    "other",        "group",          NULL};
static const char *const user_roles[] = {"reader", "contributor", "reviewer", "administrator",
                                         NULL};
static const char *const user_actions[] = {"add", "list", "remove", "password", NULL};
static const char *const shells[] = {"bash", "zsh", "fish", NULL};

static const cli_option options[OPTION_COUNT] = {
    [OPTION_REGISTER] = {"register", "PATH",
                         "The register to work on, instead of rapporteur.db or of what "
                         "RAPPORTEUR_REGISTER names",
                         NULL, CLI_PATH, 'r'},
    [OPTION_ORGANIZATIONS] = {"organizations", "FILE",
                              "Your own table of organizations, instead of "
                              "~/.config/rapporteur/organizations.tsv or of what "
                              "RAPPORTEUR_ORGANIZATIONS names",
                              NULL, CLI_PATH, 0},
    [OPTION_COLOUR] = {"colour", "WHEN",
                       "Whether to use colour and bold type: auto (on a terminal), always or never",
                       whens, CLI_CHOICE, 0},
    [OPTION_HELP] = {"help", NULL, "Show this help", NULL, CLI_FLAG, 'h'},
    [OPTION_VERSION] = {"version", NULL, "Show the version", NULL, CLI_FLAG, 'V'},
    [OPTION_JSON] = {"json", NULL, "Write JSON, with every field that there is", NULL, CLI_FLAG, 0},
    [OPTION_CSV] = {"csv", NULL, "Write CSV with a line of headings, for a spreadsheet", NULL,
                    CLI_FLAG, 0},
    [OPTION_WIDE] = {"wide", NULL, "Show everything whole, however long the lines become", NULL,
                     CLI_FLAG, 'w'},
    [OPTION_WIDTH] = {"width", "COLUMNS",
                      "Lay out for this many columns, instead of for the terminal", NULL,
                      CLI_NUMBER, 0},
    [OPTION_ORGANIZATION] = {"organization", "NAME[,NAME...]",
                             "Only what concerns these organizations or States: acronyms, names "
                             "in any of the six languages, ISO 3166 codes",
                             NULL, CLI_TEXT, 0},
    [OPTION_DOCUMENT_KIND] = {"type", "KIND[,KIND...]",
                              "Only documents of these kinds, such as resolution or report",
                              document_kinds, CLI_SUGGEST, 't'},
    [OPTION_ACTIVITY_TYPE] = {"type", "TYPE[,TYPE...]",
                              "Only activities of these types: meeting, conference, training, "
                              "visit, statement, agreement, publication, support, programme, "
                              "establishment, decision, pledge, cooperation",
                              activity_types, CLI_LIST, 't'},
    [OPTION_AGREEMENT_KIND] =
        {"type", "KIND[,KIND...]",
         "Only agreements of these kinds, such as memorandum of understanding "
         "or road map",
         NULL, CLI_TEXT, 't'},
    [OPTION_PUBLICATION_KIND] =
        {"type", "KIND[,KIND...]",
         "Only publications of these kinds, such as report, handbook or toolkit", NULL, CLI_TEXT,
         't'},
    [OPTION_FORCE] = {"type", "FORCE|VERB[,...]",
                      "Only mandates of this force (decision, request, invitation, declaration) or "
                      "with this verb",
                      forces, CLI_SUGGEST, 't'},
    [OPTION_THEME] =
        {"theme", "THEME[,THEME...]",
         "Only what is about these themes, areas or Sustainable Development Goals: ids "
         "such as climate or goal-13, or names in any of the six languages; \"rapporteur "
         "themes\" lists them",
         NULL, CLI_TEXT, 0},
    [OPTION_PLACE] = {"place", "PLACE", "Only what took place there", NULL, CLI_TEXT, 0},
    [OPTION_PERIOD] = {"period", "PERIOD",
                       "Only what falls into the period: 2023, 2023-05, 2023-05-04, or with two "
                       "dots from one date to another, 2023-05..2024-06",
                       NULL, CLI_TEXT, 'p'},
    [OPTION_DOCUMENT] = {"document", "SYMBOL", "Only from this document", NULL, CLI_TEXT, 'd'},
    [OPTION_LANGUAGE] = {"language", "LANGUAGE",
                         "Only from texts in this language: ar, zh, en, fr, ru or es", languages,
                         CLI_CHOICE, 'l'},
    [OPTION_STATUS] = {"status", "STATUS", "Only what is done, ongoing or planned", statuses,
                       CLI_CHOICE, 's'},
    [OPTION_LIMIT] = {"limit", "NUMBER", "At most so many; 0 for all", NULL, CLI_NUMBER, 'n'},
    [OPTION_READ_LIMIT] =
        {"limit", "NAME=VALUE[,...]",
         "Raise or lower a limit of what documents may have and take, such as pages=30000 or "
         "file=512M; may be given again; added to what RAPPORTEUR_LIMITS says",
         NULL, CLI_MORE, 0},
    [OPTION_AS_ORIGINAL] = {"as-original", NULL,
                            "Read DOCX as it was before its tracked changes, instead of as if all "
                            "were accepted; kept with the file, also for rebuild",
                            NULL, CLI_FLAG, 0},
    [OPTION_REQUIRE_SANDBOX] = {"require-sandbox", NULL,
                                "Read no foreign format where this kernel has not all of the "
                                "sandbox, instead of warning",
                                NULL, CLI_FLAG, 0},
    [OPTION_ID] = {"id", "NAME",
                   "Name the document, where it bears no symbol of its own; with one file only",
                   NULL, CLI_TEXT, 0},
    [OPTION_VERBOSE] = {"verbose", NULL,
                        "Tell of every file, however many there are, and all that was odd in it",
                        NULL, CLI_FLAG, 'v'},
    [OPTION_THREADS] = {"threads", "NUMBER",
                        "Read so many files at a time, instead of one for each processor", NULL,
                        CLI_NUMBER, 0},
    [OPTION_TIMINGS] = {"timings", NULL,
                        "Tell how much processor time each stage took; with --json, of each file",
                        NULL, CLI_FLAG, 0},
    [OPTION_FACTS] = {"facts", NULL,
                      "Show below each paragraph the mandates and activities read from it", NULL,
                      CLI_FLAG, 'f'},
    [OPTION_EACH] = {"each", NULL,
                     "List every telling, also where several languages or documents tell the same",
                     NULL, CLI_FLAG, 0},
    [OPTION_OUTPUT] =
        {"output", "FILE",
         "The file to write; its ending, .docx, .html, .md or .svg, says in which form", NULL,
         CLI_PATH, 'o'},
    [OPTION_ORDER] = {"by", "ORDER", "Chapters by organization (the default) or by theme", orders,
                      CLI_CHOICE, 0},
    [OPTION_REPORT_LANGUAGE] = {"language", "LANGUAGE",
                                "The language of the report's headings: ar, zh, en, fr, ru or es; "
                                "what is quoted keeps its own",
                                languages, CLI_CHOICE, 'l'},
    [OPTION_SOURCE_LANGUAGE] = {"from-language", "LANGUAGE",
                                "Only from texts in this language: ar, zh, en, fr, ru or es",
                                languages, CLI_CHOICE, 0},
    [OPTION_TITLE] = {"title", "TITLE",
                      "The report's title, instead of one made from its kind "
                      "and period",
                      NULL, CLI_TEXT, 0},
    [OPTION_MAX_WORDS] = {"max-words", "NUMBER",
                          "Leave out the least specific activities until the report is no longer "
                          "than this",
                          NULL, CLI_NUMBER, 0},
    [OPTION_MAP] = {"map", NULL, "Draw where, as a map in SVG, instead of the table", NULL,
                    CLI_FLAG, 0},
    [OPTION_TIMELINE] = {"timeline", NULL,
                         "Draw when, as a timeline in SVG with a row for each organization", NULL,
                         CLI_FLAG, 0},
    [OPTION_NETWORK] = {"network", NULL, "Draw who acts with whom, as a network in SVG", NULL,
                        CLI_FLAG, 0},
    [OPTION_PICTURE] = {"output", "FILE.svg",
                        "The file to write the picture to, instead of standard output", NULL,
                        CLI_PATH, 'o'},
    [OPTION_PICTURE_LANGUAGE] = {"picture-language", "LANGUAGE",
                                 "The language of the picture's names and legend: ar, zh, en, fr, "
                                 "ru or es",
                                 languages, CLI_CHOICE, 0},
    [OPTION_DOT] = {"dot", NULL, "Write a graph for Graphviz's dot", NULL, CLI_FLAG, 0},
    [OPTION_ORGANIZATION_KIND] = {"kind", "KIND[,KIND...]",
                                  "Only bodies of these kinds, such as regional, parliamentary, "
                                  "un-fund or bank",
                                  organization_kinds, CLI_SUGGEST, 0},
    [OPTION_PARENT] = {"parent", "NAME",
                       "Only what belongs to this body: an acronym or a name in any of the six "
                       "languages",
                       NULL, CLI_TEXT, 0},
    [OPTION_NAME_LANGUAGE] =
        {"language", "LANGUAGE",
         "Search and show the names in this language: ar, zh, en, fr, ru or es", languages,
         CLI_CHOICE, 'l'},
    [OPTION_ALL] = {"all", NULL, "Compare every document; the same as to name none", NULL, CLI_FLAG,
                    0},
    [OPTION_ALL_PAIRS] = {"all-pairs", NULL,
                          "Compare every two versions, not only each with the original's", NULL,
                          CLI_FLAG, 0},
    [OPTION_LANGUAGES] = {"languages", "LANGUAGE[,LANGUAGE...]",
                          "Only versions in these languages: ar, zh, en, fr, ru, es", languages,
                          CLI_LIST, 'l'},
    [OPTION_PARAGRAPH] = {"paragraph", "NUMBER",
                          "Only what this paragraph came from and what became of it, with its "
                          "words, such as 14 or \"3 (a)\"",
                          NULL, CLI_TEXT, 0},
    [OPTION_WITHIN] = {"within", "TIME", "Only what falls due within this time: 90d, 12m or 2y",
                       NULL, CLI_TEXT, 0},
    [OPTION_CALENDAR] = {"ical", NULL, "Write an iCalendar file, for calendar programs", NULL,
                         CLI_FLAG, 0},
    [OPTION_WORDS] = {"words", NULL, "Show which words were changed", NULL, CLI_FLAG, 0},
    [OPTION_TEXT_LANGUAGE] = {"language", "LANGUAGE",
                              "Read the texts in this language where the register has them in it: "
                              "ar, zh, en, fr, ru or es; English otherwise",
                              languages, CLI_CHOICE, 'l'},
    [OPTION_SESSION] = {"session", "SESSION[,SESSION...]",
                        "Only documents of these sessions, such as 77", NULL, CLI_TEXT, 's'},
    [OPTION_POINT] = {"point", "POINT[,POINT...]",
                      "Only these points: presence, order, number, verb, force, addressees, "
                      "timing, citations, dates, sessions, numbers, names, negation, "
                      "quantities, notes, acts, terms, spelling",
                      points, CLI_LIST, 0},
    [OPTION_LIST] = {"list", NULL, "List the differences too, with both wordings", NULL, CLI_FLAG,
                     0},
    [OPTION_CONFIDENCE] =
        {"confidence", "NUMBER",
         "Only differences at least so likely to be in the versions, from 0 (all) "
         "to 1; 0.5 where not given",
         NULL, CLI_TEXT, 0},
    [OPTION_ALIGNED] = {"aligned", NULL,
                        "List which paragraphs and sentences were compared with which", NULL,
                        CLI_FLAG, 0},
    [OPTION_FACING] = {"html", NULL,
                       "Write one page of HTML: the texts side by side, with the differences "
                       "marked",
                       NULL, CLI_FLAG, 0},
    [OPTION_IN_FORCE] = {"in-force", "DATE",
                         "Only agreements told to be in force on this date: 2024-06-30, 2024-06, "
                         "2024 or today",
                         NULL, CLI_TEXT, 0},
    [OPTION_EXPIRING] = {"expiring", "TIME",
                         "Only agreements whose validity ends within this time: 90d, 12m or 2y",
                         NULL, CLI_TEXT, 0},
    [OPTION_ON] = {"on", "DATE", "Count from this date, instead of from today", NULL, CLI_TEXT, 0},
    [OPTION_UNIT] =
        {"unit", "UNIT[,UNIT...]",
         "Only figures with these units: per cent, tonne, kilometre, hectare, currencies "
         "by their ISO 4217 codes (USD)",
         NULL, CLI_TEXT, 0},
    [OPTION_OPEN] = {"open", NULL,
                     "Only paragraphs that ask somebody, and of which nothing is told", NULL,
                     CLI_FLAG, 0},
    [OPTION_ADDRESS] = {"address", "ADDRESS",
                        "The address to listen on, instead of 127.0.0.1: this machine alone", NULL,
                        CLI_TEXT, 'a'},
    [OPTION_SHARED] =
        {"shared", NULL,
         "Let several people in, each with an account; \"rapporteur users\" makes the "
         "first",
         NULL, CLI_FLAG, 0},
    [OPTION_ROLE] = {"role", "ROLE",
                     "What the account may do: reader, contributor, reviewer or administrator",
                     user_roles, CLI_CHOICE, 0},
    [OPTION_FOCAL] = {"for", "ORGANIZATION", "The organization for which a contributor writes",
                      NULL, CLI_TEXT, 0},
    [OPTION_PORT] = {"port", "NUMBER", "The port, instead of 8080; 0 for any that is free", NULL,
                     CLI_NUMBER, 0},
    [OPTION_HOST] = {"host", "NAME[,NAME...]",
                     "Names that requests may be for, besides the address itself", NULL, CLI_TEXT,
                     0},
    [OPTION_PROXY] = {"proxy", "ADDRESS[,ADDRESS...]",
                      "Proxies whose X-Forwarded-For, -Proto and -Host are believed", NULL,
                      CLI_TEXT, 0},
    [OPTION_CERTIFICATE] = {"certificate", "FILE.pem",
                            "Speak TLS, with this certificate and those it is signed by", NULL,
                            CLI_PATH, 0},
    [OPTION_KEY] = {"key", "FILE.pem", "The certificate's private key", NULL, CLI_PATH, 0},
    [OPTION_PAGES] = {"pages", "FOLDER", "Serve the pages in this folder, instead of the program's",
                      NULL, CLI_PATH, 0},
    [OPTION_SERVE_THREADS] =
        {"threads", "NUMBER",
         "Answer so many requests at a time, instead of two for each processor", NULL, CLI_NUMBER,
         0},
    [OPTION_TABLE] = {"output", "FILE.tsv",
                      "Write the lexicon to this file, instead of keeping it in the register", NULL,
                      CLI_PATH, 'o'},
    [OPTION_SARIF] = {"sarif", NULL, "Write SARIF 2.1.0, for editors and services", NULL, CLI_FLAG,
                      0},
    [OPTION_ONLY] = {"only", "RULE[,RULE...]", "Only these rules", NULL, CLI_TEXT, 0},
    [OPTION_WITHOUT] = {"without", "RULE[,RULE...]", "All rules but these", NULL, CLI_TEXT, 0},
    [OPTION_SEVERITY] = {"severity", "SEVERITY",
                         "Only what is at least so grave: note (the default), warning or error",
                         severities, CLI_CHOICE, 0},
    [OPTION_REPORTING_PERIOD] = {"period", "PERIOD",
                                 "The reporting period, where the draft does not tell it: 2023, "
                                 "2023-05, or with two dots from one date to another, "
                                 "2023-05..2024-06",
                                 NULL, CLI_TEXT, 'p'},
    [OPTION_WORD_LIMIT] = {"limit", "WORDS",
                           "How many words the draft may have, instead of the 10,700 of a report",
                           NULL, CLI_NUMBER, 'n'},
    [OPTION_RULES] = {"rules", NULL, "List the rules", NULL, CLI_FLAG, 0},
    [OPTION_EXPLAIN] = {"explain", "RULE[,RULE...]",
                        "Tell what a rule finds and why, with examples", NULL, CLI_TEXT, 0},
    [OPTION_FACT_KIND] = {"kind", "KIND", "Only facts of this kind: mandate, activity or figure",
                          fact_kinds, CLI_CHOICE, 0},
    [OPTION_BELOW] = {"below", "NUMBER", "Only facts read with less confidence, such as 0.8", NULL,
                      CLI_TEXT, 0},
    [OPTION_OTHERS] = {"others", NULL, "Also facts that others judged, and you did not", NULL,
                       CLI_FLAG, 0},
    [OPTION_PERSON] = {"person", "NAME",
                       "Who decides, instead of what RAPPORTEUR_PERSON names or of the login name",
                       NULL, CLI_TEXT, 0},
    [OPTION_BY] = {"person", "NAME", "Only decisions of this person", NULL, CLI_TEXT, 0},
    [OPTION_WHY] = {"why", "TEXT", "The reason, for those who look at it later", NULL, CLI_TEXT, 0},
    [OPTION_UNTIED] = {"untied", NULL, "Only decisions about what is read no more", NULL, CLI_FLAG,
                       0},
    [OPTION_CONCORDANCE] = {"agreement", NULL,
                            "Tell how far people agree about facts that two of them judged", NULL,
                            CLI_FLAG, 0},
    [OPTION_DECISIONS] = {"decisions", "WHICH",
                          "With \"all\", also what was rejected or merged into another",
                          which_decisions, CLI_CHOICE, 0},
    [OPTION_ABOUT] = {"document", "SYMBOL", "Only decisions about this document", NULL, CLI_TEXT,
                      0},
    [OPTION_DECIDED] = {"period", "PERIOD",
                        "Only what was decided then: 2024, 2024-05, "
                        "2024-05-01..2024-06-30",
                        NULL, CLI_TEXT, 0},
    [OPTION_REPLACE] = {"force", NULL, "Replace a file that is there already", NULL, CLI_FLAG, 0},
    [OPTION_HISTORY] = {"history", NULL, "Show below each agreement what was told of it, by date",
                        NULL, CLI_FLAG, 0},
};

#define LAYOUT (CLI_OPTION(OPTION_WIDE) | CLI_OPTION(OPTION_WIDTH))
#define LISTING                                                                                    \
    (LAYOUT | CLI_OPTION(OPTION_JSON) | CLI_OPTION(OPTION_CSV) | CLI_OPTION(OPTION_LIMIT))
#define FROM (CLI_OPTION(OPTION_DOCUMENT) | CLI_OPTION(OPTION_LANGUAGE))
#define ACTIVITY_FILTERS                                                                           \
    (CLI_OPTION(OPTION_ORGANIZATION) | CLI_OPTION(OPTION_PLACE) | CLI_OPTION(OPTION_PERIOD) |      \
     CLI_OPTION(OPTION_STATUS) | CLI_OPTION(OPTION_THEME))

static const cli_example add_examples[] = {
    {"add report.pdf", "reads one document"},
    {"add inputs/", "reads every document in a folder and the folders below it"},
    {"add --id IPU-202 list.txt", "names a document that bears no symbol"},
    {NULL, NULL}};
static const cli_example show_examples[] = {
    {"show A/RES/68/272", "reads a resolution paragraph by paragraph"},
    {"show IPU-202 --language ar", "its Arabic version"},
    {"show A/RES/65/123 --facts", "with what was understood of each paragraph"},
    {"show A/RES/65/123 --width 80 --colour always | less -R", "page by page"},
    {NULL, NULL}};
static const cli_example documents_examples[] = {
    {"documents", "what is in the register"},
    {"documents --language ar --csv", "the Arabic ones, for a spreadsheet"},
    {NULL, NULL}};
static const cli_example mandates_examples[] = {
    {"mandates --organization IPU", "what the Inter-Parliamentary Union is asked to do"},
    {"mandates --document A/RES/65/123 --wide", "one resolution's mandates in full"},
    {"mandates --type request,decision", "what binds most"},
    {"mandates --theme climate", "what was asked about the climate"},
    {NULL, NULL}};
static const cli_example activities_examples[] = {
    {"activities --organization AU --period 2023", "what the African Union took part in in 2023"},
    {"activities --type visit,training --place Nairobi", "visits and training in Nairobi"},
    {"activities --theme goal-5", "what served gender equality"},
    {"activities --json | jq '.[].places'", "the places, with another program"},
    {"activities --period 2024 --map --output 2024.svg", "where, as a picture for the browser"},
    {NULL, NULL}};
static const cli_example agreements_examples[] = {
    {"agreements --period 2023..2024", "what was signed or renewed in two years"},
    {"agreements --in-force 2024-06-30", "what held on a day"},
    {"agreements --expiring 12m --history", "what ends within a year, and all that is told of it"},
    {NULL, NULL}};
static const cli_example themes_examples[] = {
    {"themes", "all themes, areas and Goals"},
    {"themes terrorism", "those whose name holds a word that begins so, in any language"},
    {"themes --csv > themes.csv", "with their names in six languages"},
    {NULL, NULL}};
static const cli_example publications_examples[] = {
    {"publications --organization UNODC", "what UNODC published, with its partners"},
    {"publications --type handbook,toolkit --csv", "handbooks and toolkits, for a spreadsheet"},
    {NULL, NULL}};
static const cli_example pledges_examples[] = {
    {"pledges --organization COE", "what the Council of Europe committed itself to"},
    {"pledges --period 2030", "what was pledged in that year, or falls due in it"},
    {NULL, NULL}};
static const cli_example figures_examples[] = {
    {"figures --organization UNDP --period 2023", "what was counted of the work of UNDP in 2023"},
    {"figures --unit USD,EUR --csv", "sums of money, for a spreadsheet"},
    {NULL, NULL}};
static const cli_example search_examples[] = {
    {"search parliamentary cooperation", "paragraphs that hold both words"},
    {"search '\"road map\"' --language en", "the two words side by side, in English texts"},
    {"search 'democra*'", "every word that begins so"},
    {NULL, NULL}};
static const cli_example organizations_examples[] = {
    {"organizations AU", "one body: its names in six languages, its organs, its years"},
    {"organizations parliament", "all that have a word beginning so in a name"},
    {"organizations --kind parliamentary --language fr",
     "the parliamentary bodies, by French names"},
    {"organizations --parent UN --csv", "what belongs to the United Nations, for a spreadsheet"},
    {NULL, NULL}};
static const cli_example citations_examples[] = {
    {"citations A/RES/68/272", "what it cites, what cites it, what it renews"},
    {"citations A/RES/68/272 --dot | dot -Tsvg > network.svg", "the same as a picture"},
    {NULL, NULL}};
static const cli_example history_examples[] = {
    {"history A/RES/76/270", "its paragraphs through all the years"},
    {"history A/RES/76/270 --paragraph 9", "where paragraph 9 comes from, word by word"},
    {"history --session 77", "what the resolutions of a session changed in those they renew"},
    {NULL, NULL}};
static const cli_example due_examples[] = {
    {"due --within 12m", "what has to be ready within a year"},
    {"due --organization UNDP --on 2024-01-01", "what was to come for UNDP at the start of 2024"},
    {"due --ical > due.ics", "for a calendar program"},
    {NULL, NULL}};
static const cli_example compare_examples[] = {
    {"compare A/RES/77/12", "each language with the original or the English"},
    {"compare A/RES/77/12-en A/RES/77/12-fr", "two of them"},
    {"compare A/RES/77/12-en A/RES/77/12-ar --html > page.html", "both side by side, marked"},
    {"compare --session 77", "how far the languages of a session agree"},
    {"compare --session 77 --point dates,numbers --list", "the dates and numbers that do not"},
    {NULL, NULL}};
static const cli_example check_examples[] = {
    {"check draft.docx", "what a reviser would mark"},
    {"check draft.docx --severity warning --without ACRONYM-UNDEFINED", "only what is graver"},
    {"check report.txt --period 2023 --limit 8500", "a report for 2023 and its length"},
    {"check --explain SYMBOL-YEAR", "what a rule finds and why"},
    {"check drafts/*.txt --sarif > drafts.sarif", "for an editor"},
    {NULL, NULL}};
static const cli_example report_examples[] = {
    {"report activities --period 2023 --output report.docx", "the year's list of activities"},
    {"report consolidated --period 2023-09..2024-08 --output report.html",
     "a chapter for each organization"},
    {"report mandates --document A/RES/65/123 --output mandates.md",
     "the table of what a resolution asks"},
    {"report activities --by theme --max-words 2000 --output short.docx",
     "by theme, and no longer than 2,000 words"},
    {NULL, NULL}};
static const cli_example export_examples[] = {
    {"export mandates > mandates.jsonl", "all mandates"},
    {"export documents blocks --document A/RES/68/272", "one document with its text"},
    {"export decisions > decisions.jsonl", "what people decided, for another register"},
    {NULL, NULL}};
static const cli_example trace_examples[] = {
    {"trace A/RES/79/901", "each paragraph, and what was done about it"},
    {"trace --organization IPU --period 2024", "all resolutions about it, and what 2024 answered"},
    {"trace --open", "what was asked, and nothing is told of"},
    {"trace A/RES/79/901 --csv > matrix.csv", "for a spreadsheet"},
    {NULL, NULL}};
static const cli_example learn_examples[] = {
    {"learn", "from all works that the register holds in English and another language"},
    {"learn --output data/lexicon.tsv", "the table that ships with the program"},
    {NULL, NULL}};
static const cli_example review_examples[] = {
    {"review", "one after the other, by one key each"},
    {"review --below 0.7 --kind activity --csv", "the least sure, for a spreadsheet"},
    {"review --others", "also what others judged, so that agreement can be told"},
    {NULL, NULL}};
static const cli_example decide_examples[] = {
    {"decide A/78/1-en#4@9:0:activity confirm", "it was read right"},
    {"decide A/78/1-en#4@9:0:activity correct parties+=WIPO roles=WIPO:host --why 'In the annex'",
     "a party more"},
    {"decide A/78/1-en#4@9:0:activity correct type=visit dates=2024-05-02..2024-05-04 places=Lima",
     "what it was, when and where"},
    {"decide A/78/1-en#4@9:0:activity undo", "the last decision about it does not stand"},
    {NULL, NULL}};
static const cli_example decisions_examples[] = {
    {"decisions --period 2024", "who decided what in a year"},
    {"decisions --untied", "what waits for the words that it is about"},
    {"decisions --agreement", "how far people agree"},
    {NULL, NULL}};
static const cli_example import_examples[] = {
    {"import decisions.jsonl", "what \"export decisions\" wrote from another register"},
    {NULL, NULL}};
static const cli_example serve_examples[] = {
    {"serve", "then open http://127.0.0.1:8080/"},
    {"serve --port 9000", "where another program uses that port"},
    {"serve --shared --host register.example --proxy 127.0.0.1",
     "for several people, behind a proxy on the same machine"},
    {"serve --shared --address 0.0.0.0 --port 443 --host register.example --certificate chain.pem "
     "--key key.pem",
     "for several people, by TLS"},
    {NULL, NULL}};
static const cli_example users_examples[] = {
    {"users add wanjiku --role administrator", "asks for the password"},
    {"users add ipu-desk --role contributor --for IPU", "who adds inputs of the IPU"},
    {"users list", "names, roles, organizations"},
    {NULL, NULL}};
static const cli_example backup_examples[] = {
    {"backup copy.db", "a copy beside the register"},
    {"backup --force /mnt/stick/register.db", "in place of the copy of last week"},
    {NULL, NULL}};
static const cli_example verify_examples[] = {{"verify", "says what is wrong, if anything"},
                                              {"verify --register copy.db", "looks at a copy"},
                                              {NULL, NULL}};
static const cli_example rebuild_examples[] = {
    {"rebuild", "after a new version of the program, or a change of your table of organizations"},
    {NULL, NULL}};
static const cli_example completion_examples[] = {
    {"completion bash > ~/.local/share/bash-completion/completions/rapporteur", "for bash"},
    {"completion zsh > ~/.zfunc/_rapporteur", "for zsh, where ~/.zfunc is in fpath"},
    {"completion fish > ~/.config/fish/completions/rapporteur.fish", "for fish"},
    {NULL, NULL}};
static const cli_example help_examples[] = {
    {"help", "all commands"}, {"help report", "one of them"}, {NULL, NULL}};
static const cli_example version_examples[] = {{"version", "for a report of a fault"},
                                               {NULL, NULL}};

/* Of commands that read documents. */
#define READING (CLI_OPTION(OPTION_READ_LIMIT) | CLI_OPTION(OPTION_REQUIRE_SANDBOX))

static const cli_command commands[] = {
    {"add", "FILE|FOLDER...", "read documents into the register",
     "Reads text, PDF, DOCX, DOC, RTF, ODT, HTML and Akoma Ntoso XML, and what lies in mails (EML) "
     "and ZIP archives, in Arabic, Chinese, English, French, Russian and Spanish, keeps the "
     "originals in the register, and tells what each "
     "document was found to "
     "be. The register is made where there is none.\n\n"
     "Adding the same file again changes nothing, and an interrupted run is resumed by typing it "
     "again. Files that cannot be read are named at the end with the reason, and the exit status "
     "is then 1; all others are in the register. Of more than 20 files only those that were "
     "refused and the totals are told, unless --verbose is given. In folders, hidden files are "
     "passed over. What lies in a mail or an archive is told as MAIL.eml/NAME; the words of the "
     "mail itself are added where they are a document.\n\n"
     "PDF is read by pdftotext (package poppler-utils), pages that are pictures by Tesseract "
     "(tesseract-ocr with the packages of the languages), DOC, RTF and ODT by LibreOffice (package "
     "libreoffice-writer-nogui). They, and the readers of DOCX, HTML, mails and archives, run as "
     "processes of their own in a sandbox: seccomp and landlock, where the kernel has them, and "
     "limits of memory and time.",
     add_examples,
     READING | CLI_OPTION(OPTION_AS_ORIGINAL) | CLI_OPTION(OPTION_ID) | CLI_OPTION(OPTION_VERBOSE) |
         CLI_OPTION(OPTION_THREADS) | CLI_OPTION(OPTION_TIMINGS) | CLI_OPTION(OPTION_JSON),
     NULL, 1, SIZE_MAX, cli_run_add, CLI_OPERAND_FILES, false},
    {"show", "SYMBOL", "show a document as it was understood",
     "Shows the cover data, sections, numbered paragraphs and notes of a document. A note stands "
     "in "
     "brackets where it is called, [1], and at the end. Of a document in several languages, the "
     "language of the session (LANG) is shown, else that of the original, else the first.",
     show_examples,
     CLI_OPTION(OPTION_LANGUAGE) | CLI_OPTION(OPTION_FACTS) | CLI_OPTION(OPTION_JSON) |
         CLI_OPTION(OPTION_WIDTH),
     NULL, 1, 1, cli_run_show, CLI_OPERAND_DOCUMENT, false},
    {"documents", "", "list the documents in the register",
     "Lists each document with its languages' versions, its kind, date and title.",
     documents_examples,
     LISTING | FROM | CLI_OPTION(OPTION_ORGANIZATION) | CLI_OPTION(OPTION_DOCUMENT_KIND) |
         CLI_OPTION(OPTION_PERIOD),
     NULL, 0, 0, cli_run_documents, CLI_OPERAND_NONE, false},
    {"mandates", "", "list what was asked: operative paragraphs and their addressees",
     "Lists operative paragraphs with their verb and force, who is asked to do what, and by when.",
     mandates_examples,
     LISTING | FROM | CLI_OPTION(OPTION_ORGANIZATION) | CLI_OPTION(OPTION_FORCE) |
         CLI_OPTION(OPTION_PERIOD) | CLI_OPTION(OPTION_THEME) | CLI_OPTION(OPTION_DECISIONS),
     NULL, 0, 0, cli_run_mandates, CLI_OPERAND_NONE, false},
    {"activities", "", "list what was done: by whom, with whom, when, where",
     "Lists activities with their dates, type, parties, places and the words that tell of them. "
     "What several languages of a document or several documents tell is listed once, in English "
     "where it is told so, and the others are named with the document; --each lists them all.\n\n"
     "With --map, --timeline or --network they are drawn instead, as an SVG file that browsers and "
     "word processors show; whoever points at a mark reads what it stands for. Maps place a city "
     "where it lies and a State at its capital. What is told several times is "
     "drawn once.",
     activities_examples,
     LISTING | CLI_OPTION(OPTION_EACH) | FROM | ACTIVITY_FILTERS |
         CLI_OPTION(OPTION_ACTIVITY_TYPE) | CLI_OPTION(OPTION_MAP) | CLI_OPTION(OPTION_TIMELINE) |
         CLI_OPTION(OPTION_NETWORK) | CLI_OPTION(OPTION_PICTURE) |
         CLI_OPTION(OPTION_PICTURE_LANGUAGE) | CLI_OPTION(OPTION_DECISIONS),
     NULL, 0, 0, cli_run_activities, CLI_OPERAND_NONE, false},
    {"agreements", "", "list memorandums, road maps and other agreements",
     "Lists agreements with their parties, when they were signed and renewed, and until when they "
     "hold. What several documents or languages tell of the same agreement, or of its renewal, is "
     "one agreement: the same parties, the same kind, and dates that fit. Two that the same "
     "parties signed at different times are two.\n\n"
     "The state is \"in force\", \"expired\", \"not yet in force\" or \"drafting\", as of today or "
     "of "
     "the date given; \"unknown\" where no text tells how long the agreement holds. --in-force and "
     "--expiring leave out what is unknown.",
     agreements_examples,
     LISTING | FROM | ACTIVITY_FILTERS | CLI_OPTION(OPTION_AGREEMENT_KIND) |
         CLI_OPTION(OPTION_IN_FORCE) | CLI_OPTION(OPTION_EXPIRING) | CLI_OPTION(OPTION_ON) |
         CLI_OPTION(OPTION_HISTORY),
     NULL, 0, 0, cli_run_agreements, CLI_OPERAND_NONE, false},
    {"publications", "", "list what was published: titles, kinds, publishers",
     "Lists publications with their titles, where one is told, their kinds and languages, who "
     "published them and when. What several languages of a document or several documents tell is "
     "listed once; --each lists them all.",
     publications_examples,
     LISTING | CLI_OPTION(OPTION_EACH) | FROM | ACTIVITY_FILTERS |
         CLI_OPTION(OPTION_PUBLICATION_KIND) | CLI_OPTION(OPTION_DECISIONS),
     NULL, 0, 0, cli_run_publications, CLI_OPERAND_NONE, false},
    {"pledges", "", "list what parties committed themselves to",
     "Lists commitments that parties announced: who pledged what to whom, the sums of money, by "
     "when, and whether the pledge was made, is planned or was fulfilled. Calls on others to "
     "pledge are mandates, not pledges. A --period is that of the announcement, or holds the date "
     "by which it falls due. What is told several times is listed once; --each lists all.",
     pledges_examples,
     LISTING | CLI_OPTION(OPTION_EACH) | FROM | ACTIVITY_FILTERS | CLI_OPTION(OPTION_DECISIONS),
     NULL, 0, 0, cli_run_pledges, CLI_OPERAND_NONE, false},
    {"figures", "", "list figures that were reported: how many of what",
     "Lists numbers that reports, lists and pages tell, with their bound (exact, at least, at "
     "most, "
     "about), their unit, what is counted, and the period where one is told. Dates, years, numbers "
     "of paragraphs, documents and sessions, ages and lengths of time are no figures.",
     figures_examples,
     LISTING | FROM | CLI_OPTION(OPTION_ORGANIZATION) | CLI_OPTION(OPTION_PERIOD) |
         CLI_OPTION(OPTION_UNIT) | CLI_OPTION(OPTION_DECISIONS),
     NULL, 0, 0, cli_run_figures, CLI_OPERAND_NONE, false},
    {"search", "WORDS...", "find paragraphs by their words, in any language",
     "Finds the paragraphs that hold all the words, in any of their forms, best first. Words "
     "between double quotes, kept from the shell by single ones, must stand side by side; a * at "
     "the end of a word stands for any ending. The exit status is 1 where nothing was found.",
     search_examples, LISTING | FROM | CLI_OPTION(OPTION_ORGANIZATION) | CLI_OPTION(OPTION_PERIOD),
     NULL, 1, SIZE_MAX, cli_run_search, CLI_OPERAND_WORDS, false},
    {"organizations", "[WORDS|ID]", "show and search the organizations that are known",
     "Lists the bodies whose names in any of the six languages hold words that begin so. Of one "
     "that "
     "is asked for by its id (the English acronym, where there is one), or that is the only one "
     "found, it shows the names and acronyms in each language, the kind, what it belongs to, its "
     "years, what it was called before and what carries on its work, its organs, and how often the "
     "register has it. It needs no register.\n\n"
     "Kinds: un, un-organ, un-secretariat, un-office, un-fund, un-research, un-mission, "
     "un-treaty-body, un-commission, un-committee, agency, regional-commission, regional, "
     "regional-organ, parliamentary, court, bank, network, other, group.\n\n"
     "A table of your own adds bodies and corrects them; docs/organizations.md describes it. It is "
     "a text file with columns separated by tabs, of which the first line names those it has: id, "
     "kind, parent, counts_as, from, until, successor, ar, zh, en, fr, ru, es. Names in a cell are "
     "separated by |; one with - before it is taken away, and - as the kind takes the body out. A "
     "row that cannot be used is told with its line and left out, and the exit status is then 1. "
     "What is in the register already was read without the table; \"rapporteur rebuild\" reads it "
     "again with it.",
     organizations_examples,
     LISTING | CLI_OPTION(OPTION_ORGANIZATION_KIND) | CLI_OPTION(OPTION_PARENT) |
         CLI_OPTION(OPTION_NAME_LANGUAGE),
     NULL, 0, SIZE_MAX, cli_run_organizations, CLI_OPERAND_WORDS, false},
    {"themes", "[WORDS...]", "list the themes that mandates and activities are about",
     "Lists themes, the areas that they belong to, and the Sustainable Development Goals that they "
     "serve: what --theme takes. With words, those whose id or name in any of the six languages "
     "holds them all; a word may be the beginning of a longer one.",
     themes_examples, LISTING, NULL, 0, SIZE_MAX, cli_run_themes, CLI_OPERAND_WORDS, false},
    {"citations", "SYMBOL", "show what a document cites, and what cites it",
     "Shows the documents that a document cites, with its paragraphs that do so, the documents in "
     "the register that cite it, and the chain of resolutions that renew one another from year to "
     "year. The document itself need not be in the register.",
     citations_examples, CLI_OPTION(OPTION_JSON) | CLI_OPTION(OPTION_DOT), NULL, 1, 1,
     cli_run_citations, CLI_OPERAND_DOCUMENT, false},
    {"history", "[SYMBOL]", "show what became of paragraphs from one resolution to the next",
     "Follows the resolutions that renew one another, and tells of each operative paragraph "
     "whether "
     "it was kept, brought up to date (sessions, dates, symbols), reworded, joined to another, "
     "divided, added or dropped, and whether it now asks more strongly or more softly. Two "
     "resolutions are read in the same language where the register has such versions, else across "
     "languages, by what they name and ask.\n\n"
     "Without a symbol, every resolution is shown with the one that it renews.",
     history_examples,
     LAYOUT | CLI_OPTION(OPTION_JSON) | CLI_OPTION(OPTION_CSV) | CLI_OPTION(OPTION_PARAGRAPH) |
         CLI_OPTION(OPTION_WORDS) | CLI_OPTION(OPTION_SESSION) | CLI_OPTION(OPTION_TEXT_LANGUAGE),
     NULL, 0, 1, cli_run_history, CLI_OPERAND_DOCUMENT, false},
    {"due", "", "list what falls due, and when",
     "Lists, the nearest first, what was asked for by a time still to come: items on the agenda of "
     "a "
     "session, reports, what is to be done by a date or from year to year, and agreements that "
     "expire. Sessions are turned into dates: the General Assembly's to the day, those of other "
     "bodies to the month. What a resolution asked for from year to year is listed only where no "
     "later one in the register renews it.",
     due_examples,
     LISTING | CLI_OPTION(OPTION_WITHIN) | CLI_OPTION(OPTION_ON) | CLI_OPTION(OPTION_CALENDAR) |
         CLI_OPTION(OPTION_DOCUMENT) | CLI_OPTION(OPTION_ORGANIZATION) | CLI_OPTION(OPTION_THEME) |
         CLI_OPTION(OPTION_TEXT_LANGUAGE),
     NULL, 0, 0, cli_run_due, CLI_OPERAND_NONE, false},
    {"compare", "[SYMBOL | VERSION VERSION]", "compare the language versions of a document",
     "Aligns the paragraphs of two versions of a work and compares them point by point: whether "
     "they are there, in the same order and under the same number, their verb and its force, who "
     "is asked, by when, the documents cited, dates, sessions, figures, names, negations, words of "
     "quantity, notes and further acts. A "
     "version is named by the document and its language, A/RES/77/12-fr. Each difference is told "
     "with both wordings, how grave it would be, and how likely it lies in the versions and not "
     "in our reading of them; those more likely in our reading are told with --confidence 0.\n\n"
     "Without a document every one in the register is compared, and only the shares of paragraphs "
     "that agree are told, unless --list is given. The exit status is 1 where something "
     "differs.",
     compare_examples,
     LAYOUT | CLI_OPTION(OPTION_JSON) | CLI_OPTION(OPTION_CSV) | CLI_OPTION(OPTION_ALL) |
         CLI_OPTION(OPTION_ALL_PAIRS) | CLI_OPTION(OPTION_LANGUAGES) | CLI_OPTION(OPTION_SESSION) |
         CLI_OPTION(OPTION_POINT) | CLI_OPTION(OPTION_LIST) | CLI_OPTION(OPTION_ALIGNED) |
         CLI_OPTION(OPTION_FACING) | CLI_OPTION(OPTION_CONFIDENCE),
     NULL, 0, 2, cli_run_compare, CLI_OPERAND_DOCUMENT, false},
    {"check", "[DRAFT...]", "check a draft: symbols, dates, acronyms, names, numbers, style",
     "Reads drafts in any of the formats and languages that are read and marks what a reviser "
     "would mark: acronyms, symbols, dates, sessions, names, numbers of paragraphs, notes, "
     "repeated paragraphs, length, punctuation, spelling and style. Each finding is told with its "
     "place, the words, what is wrong and what to do. No register is needed; where there is one, "
     "its documents serve as reference for dates and titles of what the draft cites.\n\n"
     "Each rule has an id, by which it is chosen and explained (docs/checks.md); RAP- may be left "
     "out. Settings can stand in a file .rapporteur-check beside the draft, else in "
     "~/.config/rapporteur/check: lines with without, only, acronyms, severity, period or limit "
     "and a value.\n\n"
     "The exit status is 0 where nothing is found, 1 where something is, or where one of several "
     "drafts cannot be read, and 2 where none can.",
     check_examples,
     LAYOUT | CLI_OPTION(OPTION_REQUIRE_SANDBOX) | CLI_OPTION(OPTION_JSON) |
         CLI_OPTION(OPTION_SARIF) | CLI_OPTION(OPTION_ONLY) | CLI_OPTION(OPTION_WITHOUT) |
         CLI_OPTION(OPTION_SEVERITY) | CLI_OPTION(OPTION_REPORTING_PERIOD) |
         CLI_OPTION(OPTION_WORD_LIMIT) | CLI_OPTION(OPTION_RULES) | CLI_OPTION(OPTION_EXPLAIN),
     NULL, 0, SIZE_MAX, cli_run_check, CLI_OPERAND_FILES, false},
    {"trace", "[SYMBOL]", "show what was done about what was asked",
     "Shows each operative paragraph of a resolution with the activities that respond to it, from "
     "whatever documents and languages the register holds. An answer is direct where it is the "
     "very "
     "thing asked (a body, event, plan or subject that the paragraph names), thematic where it is "
     "on "
     "the same subject with the same partners; the reasons are told. Answers come from bodies that "
     "the resolution's title names. Without a document all resolutions about bodies that took part "
     "in something are traced.\n\n"
     "A paragraph is open where it asks somebody and nothing is told; what the Assembly orders of "
     "its own agenda, or as a report to it, is not traced.",
     trace_examples,
     LAYOUT | CLI_OPTION(OPTION_JSON) | CLI_OPTION(OPTION_CSV) | CLI_OPTION(OPTION_LIMIT) |
         CLI_OPTION(OPTION_ORGANIZATION) | CLI_OPTION(OPTION_PERIOD) | CLI_OPTION(OPTION_LANGUAGE) |
         CLI_OPTION(OPTION_OPEN),
     NULL, 0, 1, cli_run_trace, CLI_OPERAND_DOCUMENT, false},
    {"report", "KIND", "write a report as DOCX, HTML or Markdown, or a picture",
     "KIND is activities (the list of activities of a period), consolidated (a chapter for each "
     "partner organization, with the agreements signed), mandates (the table of who is asked "
     "what, by when) or trace (the matrix of what was asked and what answers it, of the document "
     "or "
     "the organizations named); or one of the pictures map, timeline and network, written as SVG. "
     "Each "
     "statement of a report bears a note of its source: document, paragraph and "
     "language.",
     report_examples,
     ACTIVITY_FILTERS | CLI_OPTION(OPTION_ACTIVITY_TYPE) | CLI_OPTION(OPTION_DOCUMENT) |
         CLI_OPTION(OPTION_OUTPUT) | CLI_OPTION(OPTION_ORDER) | CLI_OPTION(OPTION_REPORT_LANGUAGE) |
         CLI_OPTION(OPTION_SOURCE_LANGUAGE) | CLI_OPTION(OPTION_TITLE) |
         CLI_OPTION(OPTION_MAX_WORDS) | CLI_OPTION(OPTION_JSON),
     report_kinds, 1, 1, cli_run_report, CLI_OPERAND_CHOICES, false},
    {"export", "KIND...", "write records as JSON Lines",
     "Writes every record of the kinds named, documents, blocks, mandates, activities, agreements, "
     "publications, pledges, figures, links, warnings or decisions, to standard output: one JSON "
     "object a "
     "line, with the fields that "
     "the manual of "
     "records (docs/records.md) describes.",
     export_examples,
     FROM | ACTIVITY_FILTERS | CLI_OPTION(OPTION_LIMIT) | CLI_OPTION(OPTION_DECISIONS),
     record_kinds, 1, SIZE_MAX, cli_run_export, CLI_OPERAND_CHOICES, false},
    {"review", "", "judge what was read, the least sure first",
     "Shows the facts that nobody decided about, those read with the least confidence first. On a "
     "terminal each is shown in its paragraph, and one key decides: c confirms, e corrects (fields "
     "as \"decide\" takes them), r rejects, s passes over, u undoes the last decision, q ends. "
     "Otherwise, and with --json or --csv, they are listed.",
     review_examples,
     LISTING | CLI_OPTION(OPTION_FACT_KIND) | CLI_OPTION(OPTION_BELOW) |
         CLI_OPTION(OPTION_DOCUMENT) | CLI_OPTION(OPTION_OTHERS) | CLI_OPTION(OPTION_PERSON),
     NULL, 0, 0, cli_run_review, CLI_OPERAND_NONE, false},
    {"decide", "FACT VERDICT [WORDS...]", "decide about a fact: confirm, correct, reject, undo",
     "FACT is the id of a record (--json, \"review\"). Lists, reports and exports show the fact as "
     "decided; the decision is kept for good with who made it, and holds when the document is "
     "added "
     "again or rebuilt. VERDICT is\n\n"
     "confirm - it was read right;\n\n"
     "correct FIELD=VALUE... - the fields that change. Of a mandate: verb, force, addressees, "
     "asks, "
     "timing (session:78, date:2024-05, annual), themes. Of an activity: type, parties, roles "
     "(WHO:host,AU:participant), dates (2024-05-02..2024-05-04), places, status, subject, "
     "agreement.kind, agreement.action, agreement.valid_from, agreement.valid_to, themes. Of a "
     "figure: value, bound, unit, counted, period. Entries of lists are separated by commas; += "
     "adds to a list and -= takes away; nothing behind = empties the field. Parties may be named "
     "in "
     "any language; a name that no table knows is kept, and told;\n\n"
     "reject - it is none: it leaves lists, reports and exports;\n\n"
     "merge FACT - that fact stays and takes in the parties, dates and places of this one; in "
     "another document, that both tell the same;\n\n"
     "split WORDS WORDS... - the words of each part, as they stand in the paragraph; a part has "
     "the "
     "parties, dates and places that it names;\n\n"
     "apart FACT - that activity, taken for the same, is another;\n\n"
     "undo - the last decision about it that stands no longer does.",
     decide_examples, CLI_OPTION(OPTION_WHY) | CLI_OPTION(OPTION_PERSON) | CLI_OPTION(OPTION_JSON),
     verdicts, 2, SIZE_MAX, cli_run_decide, CLI_OPERAND_WORDS, false},
    {"decisions", "", "list who decided what",
     "Lists the decisions, the oldest first: when, who, what, and why. Those whose words are read "
     "no more, because the document changed or left the register, are kept and tied again when the "
     "words are back.\n\n"
     "--agreement tells of the facts that two people judged how many they judged alike, and "
     "Cohen's "
     "kappa where two people judged in all (--person A,B chooses two): 0 is as chance would have "
     "it, 1 is always.",
     decisions_examples,
     LISTING | CLI_OPTION(OPTION_BY) | CLI_OPTION(OPTION_ABOUT) | CLI_OPTION(OPTION_DECIDED) |
         CLI_OPTION(OPTION_UNTIED) | CLI_OPTION(OPTION_CONCORDANCE),
     NULL, 0, 0, cli_run_decisions, CLI_OPERAND_NONE, false},
    {"import", "FILE...", "take decisions over from another register",
     "Reads what \"export decisions\" wrote. Decisions that are known are left out, so that it can "
     "be done again. A line that cannot be taken is told with its number, and the exit status is "
     "then 1; the others are taken. Decisions about documents that are not in the register wait "
     "for "
     "them.",
     import_examples, CLI_OPTION(OPTION_JSON), NULL, 1, SIZE_MAX, cli_run_import, CLI_OPERAND_FILES,
     false},
    {"serve", "", "serve web pages and a JSON interface",
     "Serves the register to browsers and, below /api/v1, to other programs; "
     "/api/v1/openapi.json describes that interface. The address is written when it can be opened. "
     "The command line and the server may use the register at the same time. An interrupt "
     "(Ctrl-C) or SIGTERM ends it when what was asked is answered.\n\n"
     "Without --shared there are no accounts, and the server listens on this machine alone. With "
     "it "
     "everybody signs in: readers look, contributors add inputs of their organization, reviewers "
     "add documents, decide and clear inputs, administrators keep the accounts. On a network give "
     "it a certificate, or put it behind a proxy that has one.",
     serve_examples,
     READING | CLI_OPTION(OPTION_SHARED) | CLI_OPTION(OPTION_ADDRESS) | CLI_OPTION(OPTION_PORT) |
         CLI_OPTION(OPTION_HOST) | CLI_OPTION(OPTION_PROXY) | CLI_OPTION(OPTION_CERTIFICATE) |
         CLI_OPTION(OPTION_KEY) | CLI_OPTION(OPTION_PAGES) | CLI_OPTION(OPTION_SERVE_THREADS),
     NULL, 0, 0, cli_run_serve, CLI_OPERAND_NONE, false},
    {"users", "ACTION [NAME]", "keep the accounts of a shared register",
     "ACTION is add, list, remove or password (which sets a new one). The password is asked for, "
     "or "
     "read from standard input where that is no terminal; it has 12 characters or more. Accounts, "
     "contributions and the log of who did what are kept beside the register, in PATH.people. "
     "Removing an account or changing its password ends its sessions and tokens.",
     users_examples, CLI_OPTION(OPTION_ROLE) | CLI_OPTION(OPTION_FOCAL) | CLI_OPTION(OPTION_JSON),
     user_actions, 1, 2, cli_run_users, CLI_OPERAND_WORDS, false},
    {"learn", "", "learn which words say the same in two languages",
     "Aligns the paragraphs of works that the register holds in English and in other languages, "
     "and "
     "learns which words and phrases tell the same in each. The lexicon is kept in the register as "
     "derived data, and used instead of the program's own from then on; \"rapporteur rebuild\" "
     "drops it. The same documents give the same lexicon, byte for byte.",
     learn_examples, CLI_OPTION(OPTION_TABLE) | CLI_OPTION(OPTION_LIMIT) | CLI_OPTION(OPTION_JSON),
     NULL, 0, 0, cli_run_learn, CLI_OPERAND_NONE, false},
    {"rebuild", "", "read the kept originals again with this version's rules",
     "Drops everything that was read from the originals and reads them again. Originals and "
     "decisions stay.",
     rebuild_examples,
     READING | CLI_OPTION(OPTION_VERBOSE) | CLI_OPTION(OPTION_THREADS) |
         CLI_OPTION(OPTION_TIMINGS) | CLI_OPTION(OPTION_JSON),
     NULL, 0, 0, cli_run_rebuild, CLI_OPERAND_NONE, false},
    {"backup", "FILE", "write a copy of the register, also while it is used",
     "Writes the register as it is at this moment to a new file. Others may read it and add to it "
     "meanwhile. The file gets its name when it is whole, and is a register like the first: "
     "--register FILE works on it. Documents' originals, decisions and all that was read are in "
     "it.",
     backup_examples, CLI_OPTION(OPTION_REPLACE), NULL, 1, 1, cli_run_backup, CLI_OPERAND_FILES,
     false},
    {"verify", "", "look for damage in the register",
     "Checks the database, every kept original against its SHA-256, the place of everything that "
     "was read against the paragraph that it was read from, and the index of words. Tells what is "
     "wrong and what to do. The exit status is 1 where something was found.",
     verify_examples, CLI_OPTION(OPTION_JSON), NULL, 0, 0, cli_run_verify, CLI_OPERAND_NONE, false},
    {"completion", "SHELL", "write the completion script of a shell: bash, zsh or fish",
     "Writes to standard output what makes the shell complete commands, options, their values and "
     "the documents of the register.",
     completion_examples, 0, shells, 1, 1, cli_run_completion, CLI_OPERAND_CHOICES, false},
    {"help", "[COMMAND]", "show the commands, or the help of one",
     "Shows what the program can do, or how one command is used.", help_examples, 0, NULL, 0, 1,
     cli_run_help, CLI_OPERAND_COMMAND, false},
    {"version", "", "show the version", "Shows the version of the program.", version_examples, 0,
     NULL, 0, 0, cli_run_version, CLI_OPERAND_NONE, false},
    {"manual", "[COMMAND]", "write a manual page", "Writes a page for man(1), for the build.", NULL,
     0, NULL, 0, 1, cli_run_manual, CLI_OPERAND_COMMAND, true},
    {"names", "", "list the names of documents, for completion",
     "Writes the name of each document, one a line; nothing where there is no register.", NULL, 0,
     NULL, 0, 0, cli_run_names, CLI_OPERAND_NONE, true},
};

const cli_command *cli_command_at(size_t index)
{
    return index < sizeof commands / sizeof *commands ? &commands[index] : NULL;
}

const cli_command *cli_command_find(const char *name)
{
    const cli_command *command;
    for (size_t i = 0; (command = cli_command_at(i)); i++) {
        if (strcmp(command->name, name) == 0) {
            return command;
        }
    }
    return NULL;
}

const cli_option *cli_option_at(cli_option_id id)
{
    return &options[id];
}

cli_set cli_common_options(void)
{
    return CLI_OPTION(OPTION_REGISTER) | CLI_OPTION(OPTION_ORGANIZATIONS) |
           CLI_OPTION(OPTION_COLOUR) | CLI_OPTION(OPTION_HELP);
}
