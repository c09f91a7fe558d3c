#!/usr/bin/env python3
"""original.py PROGRAM-FOLDER: a DOCX with tracked changes is read as they are accepted, or as it was before
them; the choice is kept with the file, and a rebuild reads it in the same way. Prints TAP."""
import json
import pathlib
import subprocess
import sys
import tempfile
import zipfile

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
BODY = (f'<w:document xmlns:w="{WORD}"><w:body><w:p><w:r><w:t xml:space="preserve">The harbour keeps </w:t></w:r>'
        '<w:del w:id="1" w:author="a"><w:r><w:delText>twelve</w:delText></w:r></w:del>'
        '<w:ins w:id="2" w:author="a"><w:r><w:t>twenty</w:t></w:r></w:ins>'
        '<w:r><w:t xml:space="preserve"> boats for the pilots.</w:t></w:r></w:p></w:body></w:document>')


def main():
    program = f"{sys.argv[1]}/rapporteur"
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder, "boats.docx")
        with zipfile.ZipFile(path, "w") as made:
            made.writestr("word/document.xml", BODY)

        def run(*arguments):
            done = subprocess.run([program, *arguments, "--register", f"{folder}/r.db"], capture_output=True,
                                  text=True, timeout=120, check=False)
            return done.stdout, done.stderr

        def expect(what, word, arguments, outcome=None):
            out, err = run(*arguments)
            text = "".join(json.loads(line)["text"] for line in run("export", "blocks")[0].splitlines())
            told = outcome is None or [event["outcome"] for event in json.loads(out)] == [outcome]
            rows.append((what, word in text and told and not err, f"{text!r} {out!r} {err!r}"))

        expect("accepted", "twenty boats", ("add", path, "--json"), "added")
        expect("the same again", "twenty boats", ("add", path, "--json"), "unchanged")
        expect("as it was", "twelve boats", ("add", path, "--json", "--as-original"), "added")
        expect("as it was, again", "twelve boats", ("add", path, "--json", "--as-original"), "unchanged")
        expect("rebuilt", "twelve boats", ("rebuild",))
        expect("accepted again", "twenty boats", ("add", path, "--json"), "added")
        expect("rebuilt again", "twenty boats", ("rebuild",))
        out, _ = run("verify")
        rows.append(("sound", "damage" not in out or "no damage" in out, out))
    print(f"1..{len(rows)}")
    for number, (what, is_well, told) in enumerate(rows, 1):
        print(f"{'ok' if is_well else 'not ok'} {number} {what}")
        if not is_well:
            print(f"# {told}")
    return not all(is_well for _, is_well, _ in rows)


sys.exit(main())
