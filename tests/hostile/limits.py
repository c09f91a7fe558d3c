#!/usr/bin/env python3
"""limits.py PROGRAM-FOLDER WITHOUT DOCS: that the limits which the manual, docs/limits.md and the program
know are the same, that each can be set and is kept, and what is said where the sandbox is not whole. Prints
TAP."""
import pathlib
import re
import subprocess
import sys
import tempfile

from enclosed import archive, paper
from hostile import AKN, NUMBERED, body, docx, nested_zip, pages, para, pdf, stream

PROGRAM, WITHOUT, DOCS = f"{sys.argv[1]}/rapporteur", sys.argv[2], sys.argv[3]
WORDS = "The boats are counted. "


def run(*arguments, folder, wrap=(), environment=None):
    done = subprocess.run([*wrap, PROGRAM, *arguments, "--register", f"{folder}/r.db"], capture_output=True,
                          text=True, timeout=240, env=environment)
    return done.returncode, done.stderr.splitlines()


def manual():
    text = subprocess.run([PROGRAM, "manual", "add"], capture_output=True, text=True, check=True).stdout
    section = text.split(".SH LIMITS")[1].split(".SH")[0].replace("\\-", "-")
    return {(name, usual, f"{least} to {most}", " ".join(what.split())) for name, usual, what, least, most in
            re.findall(r"\\fB(\S+)=(\S+)\\fR\n(.*?)\s\((\S+) to (\S+)\)\.", section, re.S)}


def documented():
    rows = re.findall(r"^\| `(\S+)` \| (\S+) \| (\S+ to \S+) \| (.*) \|$", pathlib.Path(DOCS).read_text(), re.M)
    return set(rows)



def page(content):
    return pages()[3].replace(b"4 0 R", b"%d 0 R" % content)


def words(who):
    return stream(f"BT /F1 12 Tf 72 700 Td (The {who} of the port count their boats each day.) Tj ET".encode())


# Of each limit: a value that is too low, a file that is over it.
OVER = {
    "file": ("10", "a.txt", paper("tides")),
    "unpacked": ("1M", "a.docx", docx(body(para(WORDS * 20 + "%d" % 7) * 3_000))),
    "ratio": ("20", "a.docx", docx(body(para(WORDS) * 150_000))),
    "nesting": ("12", "a.xml", AKN + "<a>" * 20 + "</a>" * 20 + "</akomaNtoso>"),
    "files": ("2", "a.zip", archive(*[(f"{i}.txt", paper("tides")) for i in range(3)])),
    "levels": ("2", "a.zip", nested_zip(3, 1)),
    "pages": ("2", "a.pdf", pdf(pages(kids="[3 0 R 6 0 R 7 0 R]", count=3, n6=page(8), n7=page(9), n8=words("keepers"), n9=words("fishermen")))),
    "paragraphs": ("2", "a.html", "<html><body>" + f"<p>{WORDS}</p>" * 5 + "</body></html>"),
    "memory": ("16M", "a.txt", "\n\n".join(f"{i}. {WORDS * 5}" for i in range(60_000))),
}


def limit_rows(name):
    value, file, data = OVER[name]
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        pathlib.Path(folder, file).write_bytes(data.encode() if isinstance(data, str) else data)
        status, lines = run("add", f"{folder}/{file}", f"--limit={name}={value}", folder=folder)
        told = [line for line in lines if file in line and f"--limit {name}=" in line]
        if status != 1 or len(lines) != 1 or len(told) != 1:
            rows.append(f"--limit {name}={value}: exit status {status}, {lines}")
    return rows


def setting_rows():
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder, "a.txt")
        path.write_bytes(paper("tides"))
        wrong = [("pages=0", "limit pages:"), ("pages=x", "limit pages:"), ("file=1X", "limit file:"),
                 ("file=100G", "limit file:"), ("page=3", 'no limit is called "page"'), ("pages", "limit pages:")]
        for text, expected in wrong:
            status, lines = run("add", path, f"--limit={text}", folder=folder)
            if status != 2 or len(lines) != 1 or expected not in lines[0]:
                rows.append(f"--limit {text}: exit status {status}, {lines}")
        status, lines = run("add", path, "--limit", "file=1", "--limit", "pages=7", folder=folder)
        if status != 1 or "--limit file=2" not in "".join(lines):
            rows.append(f"two of them: exit status {status}, {lines}")
        status, lines = run("add", path, folder=folder, environment={"RAPPORTEUR_LIMITS": "file=4"})
        if status != 1 or "--limit file=8" not in "".join(lines):
            rows.append(f"RAPPORTEUR_LIMITS: exit status {status}, {lines}")
        status, lines = run("check", path, folder=folder, environment={"RAPPORTEUR_LIMITS": "file=4"})
        if status != 2 or "RAPPORTEUR_LIMITS=file=8" not in "".join(lines):
            rows.append(f"check: exit status {status}, {lines}")
        status, lines = run("add", path, "--limit", "file=1K", folder=folder,
                            environment={"RAPPORTEUR_LIMITS": "file=4"})
        if status != 0 or lines:
            rows.append(f"an option over the environment: exit status {status}, {lines}")
    return rows


def sandbox_rows(missing):
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder, "a.docx")
        path.write_bytes(docx())
        again = pathlib.Path(folder, "b.docx")
        again.write_bytes(docx(body(para(WORDS, NUMBERED))))
        status, lines = run("add", path, again, "--require-sandbox", folder=folder, wrap=(WITHOUT, missing))
        if status != 2 or len(lines) != 1 or missing not in lines[0]:
            rows.append(f"--require-sandbox: exit status {status}, {lines}")
        status, lines = run("add", path, again, folder=folder, wrap=(WITHOUT, missing))
        if status != 0 or len(lines) != 1 or "warning" not in lines[0] or missing not in lines[0]:
            rows.append(f"a warning once: exit status {status}, {lines}")
        status, lines = run("add", path, "--require-sandbox", folder=folder)
        if status != 0 or lines:
            rows.append(f"all of it is there: exit status {status}, {lines}")
    return rows


def main():
    told, written = manual(), documented()
    results = [("the manual and docs/limits.md", [f"only in one: {row}" for row in told ^ written]
                or ([] if len(told) > 10 else ["no limits found"]))]
    results += [(f"limit {name}", limit_rows(name)) for name in OVER]
    results.append(("values", setting_rows()))
    results += [(f"without {missing}", sandbox_rows(missing)) for missing in ("landlock", "seccomp")]
    print(f"1..{len(results)}")
    for number, (name, rows) in enumerate(results, 1):
        print(f"{'not ok' if rows else 'ok'} {number} {name}")
        for row in rows:
            print(f"# {row}")
    return any(rows for _, rows in results)


sys.exit(main())
