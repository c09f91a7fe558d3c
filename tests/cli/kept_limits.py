#!/usr/bin/env python3
"""kept_limits.py PROGRAM-FOLDER: what was read only because a limit was raised is read again by a rebuild
without it; the limit is kept with the file, beside how else it is to be read. Prints TAP."""
import json
import pathlib
import sqlite3
import subprocess
import sys
import tempfile
import zipfile

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
TIGHT = 6 << 20  # bytes of one sign: more than 4 MiB, which pack to less than a two hundredth


def main():
    program = f"{sys.argv[1]}/rapporteur"
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        tight, flat = pathlib.Path(folder, "tight.docx"), pathlib.Path(folder, "flat.html")
        with zipfile.ZipFile(tight, "w", zipfile.ZIP_DEFLATED) as made:
            made.writestr("word/document.xml", f'<w:document xmlns:w="{WORD}"><w:body><w:p><w:r><w:t>The lighthouse '
                          f'keeper counts the ships.</w:t></w:r></w:p>{" " * TIGHT}</w:body></w:document>')
        flat.write_text("<html><body><p>The pilot knows every rock.</p></body></html>")

        def run(*arguments):
            done = subprocess.run([program, *arguments, "--register", f"{folder}/r.db"], capture_output=True,
                                  text=True, timeout=120, check=False)
            return done.returncode, done.stdout, done.stderr

        def has(words):
            return words in run("export", "blocks")[1]

        def kept():
            with sqlite3.connect(f"{folder}/r.db") as register:
                return register.execute("SELECT f.name, r.how FROM file_reading r JOIN file f ON f.id = r.file"
                                        " ORDER BY r.file, r.place").fetchall()

        def expect(what, is_well, told=""):
            rows.append((what, is_well, told))

        status, _, err = run("add", flat, tight)
        expect("a tightly packed file is over the limit", status == 1 and "ratio" in err and not has("lighthouse"), err)
        status, _, err = run("rebuild")
        expect("what was read as usual is read again", not status and has("every rock") and not kept(), err)
        status, _, err = run("add", tight, "--limit", "ratio=2000,seconds=30")
        expect("with another limit it is read", not status and has("lighthouse"), err)
        expect("what was raised is kept", kept() == [("tight.docx", "limits ratio=2000")], str(kept()))
        status, _, err = run("rebuild")
        expect("and holds for a rebuild", not status and not err and has("lighthouse") and has("every rock"), err)
        status, out, err = run("add", tight, "--json")
        expect("the same bytes change nothing", not status and json.loads(out)[0]["outcome"] == "unchanged", out + err)
        status, _, err = run("add", tight, "--as-original")
        expect("read otherwise, it keeps its limit", not status and has("lighthouse") and
               kept()[-1] == ("tight.docx", "original limits ratio=2000"), f"{err} {kept()}")
        status, _, err = run("rebuild")
        expect("both hold for a rebuild", not status and has("lighthouse"), err)
    print(f"1..{len(rows)}")
    for number, (what, is_well, told) in enumerate(rows, 1):
        print(f"{'ok' if is_well else 'not ok'} {number} {what}")
        if not is_well:
            print(f"# {told!r}")
    return not all(is_well for _, is_well, _ in rows)


sys.exit(main())
