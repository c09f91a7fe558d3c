#!/usr/bin/env python3
"""office_forms.py PROGRAM-FOLDER: a resolution of our own in each of six languages, made by LibreOffice into
every form that is read (DOCX, DOC, RTF, ODT, PDF in one column and in two), reads as its plain text does: at
least 99% of the words in their order, the same mandates with all their fields, notes where they are called.
Prints TAP; where LibreOffice is not installed, that the test was skipped."""
import collections
import difflib
import importlib.machinery
import importlib.util
import json
import pathlib
import shutil
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
FORMS = ("docx", "doc", "rtf", "odt", "pdf", "pdf2")
LEAST, LEAST_OF_SOURCE = 0.99, 0.97
LEAST_OF_RTF = 0.98  # LibreOffice loses a space of it where the direction changes


def script(path):
    """A script without an ending as a module."""
    loader = importlib.machinery.SourceFileLoader(path.name.replace("-", "_"), str(path))
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader(loader.name, loader))
    sys.dont_write_bytecode = True
    loader.exec_module(module)
    return module


office, printed = script(ROOT / "scripts/office"), script(ROOT / "tests/reading/print-pdf")


HEADS = {language: [line.split(" ", 1)[1] for line in text.splitlines()[:2]]
         for language, text in printed.TEXTS.items()}


def plain(text):
    """The resolution as plain text: a line a paragraph, marks of notes raised, notes at the end."""
    rows, notes = [], []
    for line in text.splitlines():
        role, words = line.split(" ", 1)
        for mark, raised in (("^1", "\u00b9"), ("^2", "\u00b2")):
            words = words.replace(mark, raised)
        (notes if role == "note" else rows).append(words)
    return "\n\n".join(rows + notes) + "\n"


def words_of(text):
    """What the resolution says, without marks of notes and what only names a part."""
    return [word for line in text.splitlines()
            for word in office.tokens([{"text": line.split(" ", 1)[1].replace("^1", "").replace("^2", "")}])]


def share(one, other):
    matched = difflib.SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks()
    return 2 * sum(part.size for part in matched) / max(len(one) + len(other), 1)


def only(told, kind, language):
    """The records of the one document in a language."""
    return next((records for (code, _), records in told[kind].items() if code == language), [])


def mandates(told, language):
    return collections.Counter(json.dumps([m["para"]] + [m[field] for field in office.FIELDS], sort_keys=True)
                               for m in only(told, "mandates", language))


def make(folder, form):
    place = folder / f"flat-{form}"
    place.mkdir()
    files = []
    for language, text in printed.TEXTS.items():
        document = printed.document(language, text)
        columns = office.PRINTED.get(form)
        writer = (office.Printer(printed.Reader, document, columns) if columns
                  else office.Writer(printed.Reader, document))
        files.append(place / f"{language}.fodt")
        files[-1].write_text(writer.text(), encoding="utf-8")
    office.convert(folder, files, form)
    ending = "pdf" if form in office.PRINTED else form
    return sorted((folder / form).glob(f"*.{ending}"))


def main():
    if not shutil.which("soffice"):
        print("1..0 # SKIP LibreOffice is not installed: files of word processors were not made")
        return 0
    program, rows = pathlib.Path(sys.argv[1]).resolve() / "rapporteur", []
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        texts = []
        for language, text in printed.TEXTS.items():
            texts.append(folder / f"{language}.txt")
            texts[-1].write_text(plain(text), encoding="utf-8")
        source = office.read(program, folder / "txt.db", texts)
        for language, text in printed.TEXTS.items():
            # numbers of paragraphs stand beside their texts
            labels = text.count("\nop ")
            found = share(words_of(text), office.tokens(office.in_order(only(source, "blocks", language))))
            whole = len(words_of(text))
            rows.append((f"txt {language}", found >= LEAST_OF_SOURCE and len(mandates(source, language)) == labels,
                         f"{found:.4f} of {whole} words, {mandates(source, language)}"))
        for form in FORMS:
            told = office.read(program, folder / f"{form}.db", make(folder, form))
            for language in printed.TEXTS:
                blocks = [office.in_order(only(t, "blocks", language)) for t in (source, told)]
                if form == "rtf":  # LibreOffice writes no head of the first page into it
                    blocks[0] = [block for block in blocks[0] if block["text"] not in HEADS[language]]
                found = share(*map(office.tokens, blocks))
                notes = [office.anchors(each) for each in blocks]
                is_well = (found >= (LEAST_OF_RTF if form == "rtf" else LEAST) and mandates(told, language) == mandates(source, language)
                           and notes[0] == notes[1] and len(notes[0]) == 2)
                rows.append((f"{form} {language}", is_well,
                             f"{found:.4f} {notes} {mandates(told, language) - mandates(source, language)}"))
    print(f"1..{len(rows)}")
    for number, (what, is_well, told) in enumerate(rows, 1):
        print(f"{'ok' if is_well else 'not ok'} {number} - {what}")
        if not is_well:
            print(f"# {told}")
    return not all(is_well for _, is_well, _ in rows)


sys.exit(main())
