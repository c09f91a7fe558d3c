#!/usr/bin/env python3
"""enclosed.py PROGRAM-FOLDER: mails and archives as offices send them, made here, added to a register;
compares what is told of each document in them. Prints TAP."""
import base64
import email.message
import io
import json
import pathlib
import struct
import subprocess
import sys
import tempfile
import zipfile
import zlib

PAPER = "Paper {0}\n\nOn the {0} of the harbour and its {0} keepers, who count the boats.\n"


def paper(word):
    return PAPER.format(word).encode()


def mail(**fields):
    made = email.message.EmailMessage()
    for name, value in {"From": "a@port.example", "To": "b@port.example", "Subject": "Input",
                        "Message-ID": "<1@port.example>", **fields}.items():
        made[name] = value
    made.set_content("Dear colleague,\n\nour input is attached.\n\nWith best regards\n")
    return made


def attach(made, data, name, kind="application/octet-stream"):
    made.add_attachment(data, *kind.split("/"), filename=name)
    return made


def archive(*files):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in files:
            made.writestr(name, data)
    return out.getvalue()


def raw_archive(name, data, flags=0, mode=0):
    """One stored file, its name in the bytes given."""
    crc, size = zlib.crc32(data), len(data)
    local = struct.pack("<4s5H3I2H", b"PK\3\4", 20, flags, 0, 0, 0x21, crc, size, size, len(name), 0)
    entry = struct.pack("<4sBB5H3I5H2I", b"PK\1\2", 20, 3, 20, flags, 0, 0, 0x21, crc, size, size,
                        len(name), 0, 0, 0, 0, mode << 16, 0)
    body = local + name + data
    return body + entry + name + struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, 1, 1,
                                             len(entry) + len(name), len(body), 0)


def raw_mail(headers, *parts):
    """Parts as (headers, body), written as they are."""
    lines = ["From: a@port.example", "To: b@port.example", "Message-ID: <2@port.example>",
             "MIME-Version: 1.0", *headers, 'Content-Type: multipart/mixed; boundary="cut"', ""]
    for head, body in parts:
        lines += ["--cut", *head, "", body]
    return "\r\n".join([*lines, "--cut--", ""]).encode("latin-1")


def nested(levels):
    inner = archive(("deep.txt", paper("depth")))
    for level in range(levels - 1):
        inner = archive((f"{level}.zip", inner))
    return inner


def decision_body():
    """A mail that is itself a document: its list tells three meetings."""
    made = mail()
    made.set_content(
        "Activities 2024\n\n1. The African Union and the United Nations held a workshop in Nairobi "
        "from 3 to 5 March 2024.\n\n2. The Pacific Islands Forum organized a seminar in Suva on 7 May "
        "2024.\n\n3. The United Nations held a training course in Dakar on 9 June 2024.\n")
    return made.as_bytes()


def quoted(text, charset):
    return "".join(f"={byte:02X}" for byte in text.encode(charset))


B64 = base64.b64encode(paper("tides")).decode()
RUSSIAN, ARABIC, CHINESE = "отчёт.txt", "تقرير.txt", "报告.txt"

# name of the file, its bytes, what is added (paths behind the file's name), what is refused (path: part
# of the message)
CASES = [
    ("plain.zip", archive(("one.txt", paper("tides")), ("in/two.txt", paper("buoys"))),
     ["one.txt", "in/two.txt"], {}),
    ("plain.eml", attach(mail(), paper("tides"), "one.txt").as_bytes(), ["one.txt"], {}),
    ("no-name-at-all", attach(mail(), paper("tides"), "one.txt").as_bytes(), ["one.txt"], {}),
    ("six.eml", attach(attach(attach(mail(Subject="Вклад"), paper("a"), RUSSIAN), paper("b"), ARABIC),
                       paper("c"), CHINESE).as_bytes(), [RUSSIAN, ARABIC, CHINESE], {}),
    ("names-2047.eml", raw_mail([], ([
        "Content-Type: application/octet-stream",
        f"Content-Disposition: attachment; filename=\"=?windows-1251?Q?{quoted(RUSSIAN, 'cp1251')}?=\"",
        "Content-Transfer-Encoding: base64"], B64)), [RUSSIAN], {}),
    ("names-2047-arabic.eml", raw_mail([], ([
        f"Content-Type: text/plain; name=\"=?windows-1256?B?"
        f"{base64.b64encode(ARABIC.encode('cp1256')).decode()}?=\"",
        "Content-Disposition: attachment", "Content-Transfer-Encoding: base64"], B64)), [ARABIC], {}),
    ("names-2231.eml", raw_mail([], ([
        "Content-Type: application/octet-stream",
        "Content-Disposition: attachment;", f" filename*0*=gb18030''{quoted('报', 'gb18030').replace('=', '%')};",
        f" filename*1*={quoted('告', 'gb18030').replace('=', '%')}.txt",
        "Content-Transfer-Encoding: base64"], B64)), [CHINESE], {}),
    ("mail-in-mail.eml", attach(attach(mail(), archive(("x.txt", paper("tides"))), "in.zip"),
                                paper("buoys"), "two.txt").as_bytes(), ["in.zip/x.txt", "two.txt"], {}),
    ("mail-in.zip", archive(("got/a.eml", attach(mail(), paper("tides"), "one.txt").as_bytes())),
     ["got/a.eml/one.txt"], {}),
    ("body.eml", decision_body(), ["body.txt"], {}),
    ("box.eml", b"From a@port.example Mon Jan  5 10:00:00 2026\n" + decision_body(), ["box.txt"], {}),
    ("deep.zip", nested(4), ["2.zip/1.zip/0.zip/deep.txt"], {}),
    ("deeper.zip", nested(5), [], {"3.zip/2.zip/1.zip/0.zip": "lies in 4 mails or archives"}),
    ("twice.zip", raw_archive(b"a.txt", paper("a")), ["a.txt"], {}),
    ("same-name.eml", attach(attach(mail(), paper("a"), "in.txt"), paper("b"), "in.txt").as_bytes(),
     ["in.txt", "in (2).txt"], {}),
    ("cp437.zip", raw_archive(b"Expos\x82.txt", paper("tides")), ["Exposé.txt"], {}),
    ("utf8.zip", raw_archive(ARABIC.encode(), paper("tides"), flags=0x800), [ARABIC], {}),
    ("climb.zip", archive(("../../../out.txt", paper("a")), ("/abs/in.txt", paper("b")),
                          ("C:\\dir\\..\\win.txt", paper("c"))),
     ["out.txt", "abs/in.txt", "dir/win.txt"], {}),
    ("escape.eml", raw_mail([], ([
        "Content-Type: application/octet-stream",
        "Content-Disposition: attachment; filename*=utf-8''a%1B%5B31m%0Ab%E2%80%AE.txt",
        "Content-Transfer-Encoding: base64"], B64)), ["a_[31m_b_.txt"], {}),
    ("escape.zip", raw_archive(b"a\x1b[31m\nb.txt", paper("a")), ["a←[31m◙b.txt"], {}),
    ("escape-flagged.zip", raw_archive(b"a\x1b[31m\nb.txt", paper("a"), flags=0x800), [],
     {"": "damaged"}),
    ("hidden.zip", archive(("__MACOSX/._a", b"x"), (".x/y.txt", paper("a")), ("Thumbs.db", b"x"),
                           ("a.txt", paper("b"))), ["a.txt"], {}),
    ("link.zip", raw_archive(b"passwd", b"/etc/passwd", mode=0o120777), [], {"passwd": "is a link"}),
    ("locked.zip", raw_archive(b"a.txt", b"0" * 40, flags=1), [], {"a.txt": "password"}),
    ("picture.zip", archive(("a.png", b"\x89PNG\r\n\x1a\n"), ("a.txt", paper("a"))), ["a.txt"],
     {"a.png": "PNG picture"}),
    ("empty.zip", archive(), [], {"": "holds no document"}),
    ("nothing.eml", mail().as_bytes(), [], {}),
    ("smime.eml", b"From: a@port.example\nTo: b@port.example\nMIME-Version: 1.0\nContent-Type: "
     b"application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m\nContent-Transfer-Encoding: "
     b"base64\n\nMIAGCSqGSIb3DQEHA6CA\n", [], {"encrypted": "encrypted or sealed"}),
    ("signed.eml", raw_mail([], (["Content-Type: text/plain", "Content-Disposition: attachment; "
                                  "filename=a.txt"], paper("a").decode()),
                            (["Content-Type: application/pkcs7-signature; name=smime.p7s"], "x")),
     ["a.txt"], {}),
    ("outlook.eml", raw_mail([], (["Content-Type: application/ms-tnef; name=winmail.dat"], "x")), [],
     {"winmail.dat": "Outlook"}),
    ("cut.eml", attach(mail(), paper("tides") * 9, "one.txt").as_bytes()[:-700], ["one.txt"], {}),
    ("cut.zip", archive(("one.txt", paper("tides")))[:-30], [], {"": "damaged or cut off"}),
]


def add(program, folder, name, data, *options):
    path = pathlib.Path(folder, name)
    if data is not None:
        path.write_bytes(data)
    done = subprocess.run([program, "add", path, "--register", f"{folder}/r.db", "--json", *options],
                          capture_output=True, timeout=120)
    return [(event["path"].removeprefix(f"{path}").removeprefix("/"), event["outcome"],
             event["message"]) for event in json.loads(done.stdout)], done


def problems(program, case):
    name, data, wanted, refused = case
    with tempfile.TemporaryDirectory() as folder:
        events, done = add(program, folder, name, data)
        again, _ = add(program, folder, name, None)
        rows = []
        added = [path for path, outcome, _ in events if outcome == "added"]
        if added != wanted:
            rows.append(f"added {added}, expected {wanted}")
        told = {path: message for path, outcome, message in events if outcome == "refused"}
        if set(told) != set(refused):
            rows.append(f"refused {told}, expected {refused}")
        rows += [f"{path}: {told[path]}" for path, part in refused.items()
                 if path in told and part not in told[path]]
        if [path for path, outcome, _ in again if outcome == "unchanged"] != wanted:
            rows.append(f"added again: {again}")
        lines = done.stderr.decode().splitlines()
        expected = len(refused) + (not events)
        if len(lines) != expected:
            rows.append(f"{len(lines)} lines on stderr, expected {expected}")
        return rows


def id_problems(program):
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        events, _ = add(program, folder, "one.eml", attach(mail(), paper("a"), "one.txt").as_bytes(),
                        "--id", "PORT/1")
        if [(path, outcome) for path, outcome, _ in events] != [("one.txt", "added")]:
            rows.append(f"an id for the only document attached: {events}")
        two = archive(("a.txt", paper("b")), ("b.txt", paper("c")))
        events, _ = add(program, folder, "two.zip", two, "--id", "PORT/2")
        if len(events) != 1 or "names one document, and 2" not in events[0][2]:
            rows.append(f"an id for two: {events}")
    return rows


def main():
    program = f"{sys.argv[1]}/rapporteur"
    results = [(case[0], problems(program, case)) for case in CASES]
    results.append(("an id", id_problems(program)))
    print(f"1..{len(results)}")
    for number, (name, rows) in enumerate(results, 1):
        print(f"{'not ok' if rows else 'ok'} {number} {name}")
        for row in rows:
            print(f"# {row}")
    return any(rows for _, rows in results)


if __name__ == "__main__":
    sys.exit(main())
