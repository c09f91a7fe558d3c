#!/usr/bin/env python3
"""hostile.py PROGRAM-FOLDER [--sanitized] [NAME...]: files that are damaged or made to do harm, made here, each added to a
register with a good file beside it. No crash, no hang, no memory over the limit, one clear line for what is
refused, and the good file is read. The memory that sanitizers take for themselves is not counted. Prints
TAP."""
import base64
import gzip
import io
import json
import os
import pathlib
import shutil
import struct
import subprocess
import sys
import tempfile
import threading
import zipfile
import zlib

from enclosed import archive, attach, mail, paper, raw_archive

MEMORY = 256  # MiB of a document; what the whole run may have resident is told with ROOM
ROOM = 640
OFFICE = 2048  # MiB of addresses for LibreOffice
LIMITS = (f"memory={MEMORY}M,unpacked=64M,reader-memory=1G,pdf-memory=512M,seconds=20,"
          f"office-memory={OFFICE}M,office-seconds=90")
PATIENCE = 240  # seconds until a run counts as hanging
GOOD = "Paper A\n\nOn the harbour and its keepers, who count the boats.\n"
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
DOCUMENT = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
TYPES = (f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/>'
         '</Types>')
RELS = (f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" '
        f'Type="{DOCUMENT}/officeDocument" Target="word/document.xml"/></Relationships>')
AKN = '<akomaNtoso xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0">'


# -- making files ------------------------------------------------------------------------------------

def para(text, properties=""):
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}<w:r><w:t>{text}</w:t></w:r></w:p>"


def body(inner):
    return f'<w:document xmlns:w="{WORD}" xmlns:r="{DOCUMENT}"><w:body>{inner}</w:body></w:document>'


def part(name, inner):
    return f'<w:{name} xmlns:w="{WORD}">{inner}</w:{name}>'


WORDS = para("The harbour master counts the boats of the port each morning before the tide turns.")


def docx(document=None, rels=RELS, **parts):
    files = [("[Content_Types].xml", TYPES), ("_rels/.rels", rels)]
    if document is not False:
        files.append(("word/document.xml", body(WORDS) if document is None else document))
    return archive(*files, *[(f"word/{name.replace('_rels__', '_rels/')}.xml", data)
                             for name, data in parts.items()])


def rename_in(data, old, new):
    """The same length, in local and central headers alike."""
    assert len(old) == len(new)
    return data.replace(old, new)


def pdf(objects, root=1, trailer="", xref=True):
    """objects: number -> bytes of the object."""
    out, places = io.BytesIO(b""), {}
    out.write(b"%PDF-1.5\n%\xe2\xe3\xcf\xd3\n")
    for number, data in objects.items():
        places[number] = out.tell()
        out.write(b"%d 0 obj\n" % number + data + b"\nendobj\n")
    start = out.tell()
    if xref:
        most = max(objects) + 1
        out.write(b"xref\n0 %d\n0000000000 65535 f \n" % most)
        for number in range(1, most):
            out.write(b"%010d 00000 %s \n" % (places.get(number, 0), b"n" if number in places else b"f"))
        out.write(b"trailer\n<< /Size %d /Root %d 0 R %s >>\n" % (most, root, trailer.encode()))
    out.write(b"startxref\n%d\n%%%%EOF\n" % start)
    return out.getvalue()


def stream(data, filters="/FlateDecode", packed=True, extra=""):
    data = zlib.compress(data, 9) if packed else data
    return (f"<< /Length {len(data)} /Filter {filters} {extra} >>\nstream\n".encode() + data
            + b"\nendstream")


def pages(content=None, kids="[3 0 R]", count=1, **more):
    content = content or stream(b"BT /F1 12 Tf 72 700 Td (The harbour master counts the boats.) Tj ET")
    objects = {1: b"<< /Type /Catalog /Pages 2 0 R >>",
               2: f"<< /Type /Pages /Kids {kids} /Count {count} >>".encode(),
               3: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources "
                  b"<< /Font << /F1 5 0 R >> >> >>",
               4: content, 5: b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"}
    objects.update({int(name[1:]): data for name, data in more.items()})
    return objects


def zip_with_sizes(claimed):
    """One deflated file whose headers claim another size than it has."""
    made = bytearray(archive(("a.txt", paper("tides"))))
    local, central = made.index(b"PK\3\4"), made.index(b"PK\1\2")
    struct.pack_into("<I", made, local + 22, claimed)
    struct.pack_into("<I", made, central + 24, claimed)
    return bytes(made)


def overlapping():
    """Many entries of the directory that all unpack the same local file."""
    data = zlib.compress(b"a" * 4_000_000, 9)[2:-4]
    crc, count, name = zlib.crc32(b"a" * 4_000_000), 400, b"x"
    local = struct.pack("<4s5H3I2H", b"PK\3\4", 20, 0, 8, 0, 0x21, crc, len(data), 4_000_000, 1, 0) + name
    entries = b"".join(struct.pack("<4sBB5H3I5H2I", b"PK\1\2", 20, 3, 20, 0, 8, 0, 0x21, crc, len(data),
                                   4_000_000, 1, 0, 0, 0, 0, 0, 0) + name for _ in range(count))
    return local + data + entries + struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, count, count, len(entries),
                                                len(local) + len(data), 0)


def nested_zip(levels, width):
    inner = archive(("deep.txt", paper("depth")))
    for _ in range(levels):
        inner = archive(*[(f"{i}.zip", inner) for i in range(width)])
    return inner


def nested_mail(levels):
    """A mail in a mail in a mail..."""
    inner = "From: a@port.example\nTo: b@port.example\nSubject: deep\n\nThe boats are counted.\n"
    for _ in range(levels):
        inner = ("From: a@port.example\nTo: b@port.example\nMIME-Version: 1.0\n"
                 "Content-Type: message/rfc822\n\n" + inner)
    return inner.encode()


def nested_parts(levels):
    head = "From: a@port.example\nTo: b@port.example\nMIME-Version: 1.0\n"
    text = "Content-Type: text/plain\n\nThe boats.\n"
    for level in range(levels):
        text = f'Content-Type: multipart/mixed; boundary="b{level}"\n\n--b{level}\n{text}\n--b{level}--\n'
    return (head + text).encode()


def many_parts(count):
    lines = ["From: a@port.example", "To: b@port.example", "MIME-Version: 1.0",
             'Content-Type: multipart/mixed; boundary="cut"', ""]
    for _ in range(count):
        lines += ["--cut", "Content-Type: text/plain", 'Content-Disposition: attachment; filename="a.txt"',
                  "", "x"]
    return "\n".join(lines + ["--cut--", ""]).encode()


def odt(content, *more, first=True):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        if first:
            made.writestr("mimetype", "application/vnd.oasis.opendocument.text", zipfile.ZIP_STORED)
        made.writestr("META-INF/manifest.xml",
                      '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
                      '<manifest:file-entry manifest:full-path="/" manifest:media-type='
                      '"application/vnd.oasis.opendocument.text"/><manifest:file-entry manifest:full-path='
                      '"content.xml" manifest:media-type="text/xml"/></manifest:manifest>')
        made.writestr("content.xml", content, zipfile.ZIP_DEFLATED)
        for name, data in more:
            made.writestr(name, data)
    return out.getvalue()


def odt_content(inner):
    return ('<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
            'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
            'xmlns:xlink="http://www.w3.org/1999/xlink" office:version="1.3"><office:body><office:text>'
            f'{inner}</office:text></office:body></office:document-content>')


def laughs(document):
    entities = "".join(f'<!ENTITY a{i} "{f"&a{i - 1};" * 10 if i else "ha"}">' for i in range(10))
    return f'<?xml version="1.0"?><!DOCTYPE x [{entities}]>{document}'


STYLES = part("styles", '<w:style w:type="paragraph" w:styleId="A"><w:basedOn w:val="B"/></w:style>'
              '<w:style w:type="paragraph" w:styleId="B"><w:basedOn w:val="A"/></w:style>')


def numbering(text, start=1):
    return part("numbering", '<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="'
                f'{start}"/><w:numFmt w:val="upperRoman"/><w:lvlText w:val="{text}"/></w:lvl>'
                '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>')


LINKED = part("numbering", '<w:abstractNum w:abstractNumId="1"><w:numStyleLink w:val="L"/></w:abstractNum>'
              '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>')
LINKED_STYLE = part("styles", '<w:style w:type="numbering" w:styleId="L"><w:pPr><w:numPr><w:numId w:val="1"/>'
                    '</w:numPr></w:pPr></w:style>')
NUMBERED = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
DEEP_XML = "<a>" * 100_000
DEEP_BOXES = ("<w:p><w:r><w:txbxContent>" * 120 + WORDS + "</w:txbxContent></w:r></w:p>" * 120)
NOTE_LOOP = part("footnotes", '<w:footnote w:id="2"><w:p><w:r><w:t>See</w:t><w:footnoteReference w:id="2"/>'
                 "</w:r></w:p></w:footnote>")
CALL = '<w:p><w:r><w:t>The boats are counted.</w:t><w:footnoteReference w:id="2"/></w:r></w:p>'
HEADER_LOOP = ('<Relationships xmlns="' + PACKAGE + '/relationships"><Relationship Id="h1" Type="' + DOCUMENT
               + '/header" Target="document.xml"/></Relationships>')
FIRST_HEADER = ('<w:sectPr><w:headerReference w:type="first" r:id="h1"/><w:titlePg/></w:sectPr>')


# -- the collection ----------------------------------------------------------------------------------
# (name of the file, its bytes or a function that makes it at a path, what becomes of it)
# what becomes of it: a part of the message with which it is refused, once; READ: it is added; PASSED: it is
# no file and passed over; for what holds others a list of parts of messages, one for each that is refused,
# at most.

READ, PASSED, EITHER = object(), object(), object()


def office_cases():
    rtf = b"{\\rtf1\\ansi\\pard The harbour master counts the boats.\\par }"
    return [
        ("nest.rtf", b"{\\rtf1" + b"{" * 100_000 + b" boats" + b"}" * 100_000 + b"}", EITHER),
        ("numbers.rtf", b"{\\rtf1\\fs999999999999\\li-99999999999\\u-99999999999? boats\\par\\bin999999999 x}",
         EITHER),
        ("cut.rtf", rtf[:20], EITHER),
        ("object.rtf", b"{\\rtf1 boats {\\object\\objocx{\\*\\objdata 01050000020000000b0000005061636b61676500"
         + b"41" * 5000 + b"}}{\\field{\\*\\fldinst INCLUDETEXT \"/etc/passwd\"}}\\par}", EITHER),
        ("macro.odt", odt(odt_content(
            "<text:p>The harbour master counts the boats.</text:p>"
            '<text:section text:name="s"><text:section-source xlink:href="file:///etc/passwd"/></text:section>'),
            ("Basic/Standard/Module1.xml", "<x/>")), EITHER),
        ("cut.odt", odt(odt_content("<text:p>boats</text:p>" * 500), ("Pictures/a.png", os.urandom(5000)))[:3000], "damaged"),
        ("noise.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le") +
         bytes(range(256)) * 40, EITHER),
    ]


def xml_cases():
    return [
        ("deep.xml", AKN + DEEP_XML, "nested deeper"),
        ("laughs.xml", laughs(AKN + "<doc>&a9;</doc></akomaNtoso>"), "entities of its own"),
        ("external.xml", '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>' + AKN
         + "<doc>&e;</doc></akomaNtoso>", "entities of its own"),
        ("dtd.xml", '<?xml version="1.0"?><!DOCTYPE akomaNtoso SYSTEM "http://192.0.2.1/x.dtd">' + AKN
         + "</akomaNtoso>", ""),
        ("attributes.xml", AKN + "<doc " + " ".join(f'a{i}="{9 ** 40}"' for i in range(20_000))
         + "/></akomaNtoso>", ""),
        ("other.xml", '<?xml version="1.0"?><rss><item>x</item></rss>', "root element"),
        ("cut.xml", AKN + "<resolution><body><section><content><p>The boats", "not well-formed"),
        ("many.xml", AKN + "<p/>" * 400_000 + "</akomaNtoso>", ""),
        ("encoding.xml", b'<?xml version="1.0" encoding="UTF-7"?>' + AKN.encode() + b"</akomaNtoso>", ""),
        ("deep.html", "<html><body>" + "<div>" * 50_000 + "boats", "nested deeper"),
        ("deep-odd.html", "<html><body>" + "<b><table><i>" * 20_000 + "boats", "nested deeper"),
        ("attributes.html", "<html><body><p " + " ".join(f"a{i}=1" for i in range(5_000)) + ">boats</p>",
         "attributes"),
        ("tables.html", "<html><body>" + "<table><tr><td>" * 90 + "the boats are counted"
         + "</td></tr></table>" * 90, EITHER),
        ("long-tag.html", "<html><body><" + "a" * 2_000_000 + ">The boats are counted.</body>", EITHER),
        ("entities.html", "<html><body><p>" + "&#x110000;&#0;&#xD800;&#99999999999;" * 5_000
         + "The boats are counted each day.</p>", EITHER),
        ("comment.html", "<html><body><!-- " + "-" * 3_000_000, ""),
        ("script.html", "<html><body><script>" + "x" * 1_000_000 + "<p>boats", ""),
        ("json.json", "[" * 300_000 + "]" * 300_000, EITHER),
    ]


def docx_cases():
    whole = docx(body(WORDS * 50), styles=STYLES)
    return [
        ("ratio.docx", docx(body(para("a" * 30_000_000))), "times its size"),
        ("laughs.docx", docx(laughs(body(para("&a9;")))), "entities of its own"),
        ("external.docx", docx('<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
                               + body(para("&e;"))), "entities of its own"),
        ("deep.docx", docx(body("<w:sdt><w:sdtContent>" * 5_000)), "nested deeper"),
        ("boxes.docx", docx(body(DEEP_BOXES)), ""),
        ("styles.docx", docx(body(para("The boats are counted.", '<w:pStyle w:val="A"/>')), styles=STYLES),
         READ),
        ("numbering.docx", docx(body(para("The boats are counted.", NUMBERED)), numbering=LINKED,
                                styles=LINKED_STYLE), READ),
        ("numbers.docx", docx(body(para("The boats are counted.", NUMBERED) * 3_000),
                              numbering=numbering("%1" * 80_000)), READ),
        ("roman.docx", docx(body(para("The boats are counted.", NUMBERED) * 100),
                            numbering=numbering("%1.", 2_147_483_647)), READ),
        ("level.docx", docx(body(para("The boats are counted.",
                                      '<w:numPr><w:ilvl w:val="99999999999"/><w:numId w:val="-7"/></w:numPr>'))),
         READ),
        ("notes.docx", docx(body(CALL * 30), footnotes=NOTE_LOOP), READ),
        ("header.docx", docx(body(WORDS + FIRST_HEADER), _rels__document=HEADER_LOOP.replace("x.xml", "x.xml")),
         EITHER),
        ("relations.docx", docx(rels=RELS.replace("word/document.xml", "_rels/.rels")), EITHER),
        ("outside.docx", docx(False, rels=RELS.replace("word/document.xml", "../../../etc/passwd")), "main part"),
        ("fields.docx", docx(body("<w:p>" + '<w:r><w:fldChar w:fldCharType="begin"/></w:r>' * 20_000
                                  + "<w:r><w:t>boats</w:t></w:r></w:p>" + WORDS)), READ),
        ("empty-parts.docx", docx(styles="", numbering="<x", footnotes="\0"), READ),
        ("twice.docx", rename_in(archive(("[Content_Types].xml", TYPES), ("word/document.xml", body(WORDS)),
                                         ("word/documenu.xml", body(WORDS))), b"documenu", b"document"),
         EITHER),
        ("head-cut.docx", whole[:60], "cut off"),
        ("part-cut.docx", whole[:len(whole) // 2], "cut off"),
        ("end-cut.docx", whole[:-12], "cut off"),
        ("flipped.docx", bytes(b ^ 0x55 if 150 < i < 200 else b for i, b in enumerate(whole)), EITHER),
        ("locked.docx", raw_archive(b"word/document.xml", b"0" * 60, flags=1), ""),
        ("claims.docx", docx(body(para("x" * 500)), media=b"\0" * 1000).replace(b"\xe8\x03\0\0", b"\xff\xff\xff\x7f"),
         EITHER),
        ("pdf-inside.docx", pdf(pages()), READ),
    ]


def pdf_cases():
    many = "[" + "3 0 R " * 50_000 + "]"
    return [
        ("page-cycle.pdf", pdf(pages(kids="[2 0 R 3 0 R]", count=2)), EITHER),
        ("parent-cycle.pdf", pdf(pages(kids="[6 0 R]", n6=b"<< /Type /Pages /Kids [2 0 R] /Count 1 "
                                                          b"/Parent 2 0 R >>")), EITHER),
        ("count.pdf", pdf(pages(count=2_000_000_000)), EITHER),
        ("same-page.pdf", pdf(pages(kids=many, count=50_000)), EITHER),
        ("xref-loop.pdf", pdf(pages(), trailer="/Prev 9").replace(b"/Prev 9", b"/Prev 9") , EITHER),
        ("no-xref.pdf", pdf(pages(), xref=False), EITHER),
        ("no-root.pdf", pdf({1: b"<< >>"}), ""),
        ("bomb.pdf", pdf(pages(stream(b"q " * 60_000_000))), EITHER),
        ("bomb-twice.pdf", pdf(pages(stream(zlib.compress(b"(a) Tj " * 20_000_000, 9),
                                            "[/FlateDecode /FlateDecode]"))), EITHER),
        ("objects.pdf", pdf(pages(n6=stream(b"7 0 " * 1_000_000,
                                            extra="/Type /ObjStm /N 999999999 /First 999999999"))), EITHER),
        ("extends.pdf", pdf(pages(n6=stream(b"7 0 <<>>", extra="/Type /ObjStm /N 1 /First 4 /Extends 6 0 R"))),
         EITHER),
        ("form-loop.pdf", pdf(pages(stream(b"/X Do"), n6=stream(b"/X Do", extra="/Type /XObject /Subtype /Form "
                                    "/BBox [0 0 1 1] /Resources << /XObject << /X 6 0 R >> >>"))), ""),
        ("deep.pdf", pdf(pages(n6=b"[" * 300_000)), EITHER),
        ("length.pdf", pdf(pages(b"<< /Length 4 0 R >>\nstream\nBT ET\nendstream")), ""),
        ("locked.pdf", pdf(pages(), trailer="/Encrypt << /Filter /Standard /V 2 /R 3 /Length 128 /P -1 /O <"
                           + "41" * 32 + "> /U <" + "42" * 32 + "> >> /ID [<41> <41>]"), "encrypted"),
        ("cut.pdf", pdf(pages())[:120], ""),
        ("head.pdf", b"%PDF-1.7\n", ""),
        ("javascript.pdf", pdf(pages(n6=b"<< /S /Launch /F (/bin/sh) >>")).replace(
            b"/Pages 2 0 R >>", b"/Pages 2 0 R /OpenAction 6 0 R >>"), EITHER),
    ]


def holder_cases():
    locked = raw_archive(b"secret.txt", b"0" * 40, flags=1)
    return [
        ("bomb.zip", archive(("zeros.txt", b"\0" * 100_000_000)), ["times its size"]),
        ("overlap.zip", overlapping(), ["unpacks to more than"]),
        ("claims-more.zip", zip_with_sizes(2_000_000_000), [""]),
        ("claims-less.zip", zip_with_sizes(3), [""]),
        ("wide.zip", nested_zip(3, 5), READ),
        ("deep.zip", nested_zip(8, 1), ["lies in 4"]),
        ("many.zip", archive(*[(f"{i}.txt", b"") for i in range(12_000)]), ["holds 12000 files"]),
        ("same.zip", rename_in(archive(*[(f"{i:06}.txt", b"") for i in range(3_000)]), b"x", b"x"),
         ["empty"] * 3_000),
        ("climb.zip", archive(("../../../../tmp/climb.txt", paper("a"))), READ),
        ("link.zip", raw_archive(b"passwd", b"/etc/passwd", mode=0o120777), ["is a link"]),
        ("locked.zip", locked, ["password"]),
        ("long-name.zip", archive(("x" * 60_000 + ".txt", paper("a"))), READ),
        ("cut.zip", archive(("a.txt", paper("a") * 50))[:40], ["damaged"]),
        ("comment.zip", archive(("a.txt", paper("a")))[:-2] + b"\xff\xff" + b"x" * 100, EITHER),
        ("nested.eml", nested_mail(1_000), EITHER),
        ("parts.eml", nested_parts(1_000), ["nested deeper"]),
        ("many.eml", many_parts(11_000), ["more than the 10000 files"]),
        ("header.eml", b"From: a@port.example\nTo: " + b"b@port.example, " * 200_000 + b"\n\nboats\n", EITHER),
        ("bomb.eml", attach(mail(), archive(("z.txt", b"\0" * 90_000_000)), "z.zip").as_bytes(),
         ["times its size"]),
        ("boundary.eml", b"From: a@port.example\nTo: b@port.example\nMIME-Version: 1.0\nContent-Type: "
         b'multipart/mixed; boundary=""\n\n--\n--\n', EITHER),
        ("base64.eml", b"From: a@port.example\nTo: b@port.example\nMIME-Version: 1.0\nContent-Type: "
         b"application/octet-stream; name=x.txt\nContent-Transfer-Encoding: base64\n\n" + b"=" * 100_000,
         EITHER),
        ("charset.eml", b"From: a@port.example\nTo: b@port.example\nMIME-Version: 1.0\nContent-Type: text/plain; "
         b"charset=" + b"x" * 10_000 + b"\n\nboats \xff\xfe\n", EITHER),
    ]


def text_cases():
    sparse = 4 << 30

    def make_sparse(path):
        with open(path, "wb") as file:
            file.truncate(sparse)

    return [
        ("empty.txt", b"", "empty"),
        ("spaces.txt", b" \n\t" * 1000, ""),
        ("sparse.txt", make_sparse, "--limit file="),
        ("nul.txt", b"The boats\0 are\0 counted.\n" * 200, EITHER),
        ("zeros.txt", b"\0" * 1_000_000, ""),
        ("noise.txt", bytes((i * 7919 + i // 3) % 251 for i in range(200_000)), EITHER),
        ("surrogates.txt", b"The boats \xed\xa0\x80\xed\xbf\xbf are counted.\n" * 50, EITHER),
        ("overlong.txt", b"The boats \xc0\xaf\xe0\x80\xaf\xf8\x88\x80\x80\x80 are counted.\n" * 50, EITHER),
        ("line.txt", lambda path: path.write_bytes(b"The boats of the port are counted. " * 600_000), EITHER),
        ("word.txt", b"a" * 20_000_000, EITHER),
        ("lines.txt", b"\n" * 20_000_000, ""),
        ("marks.txt", "\u0301\u0300".encode() * 500_000 + b"\n", EITHER),
        ("bidi.txt", "\u202e\u2066\u202b".encode() * 20_000 + b"The boats are counted.\n", EITHER),
        ("utf16.txt", b"\xff\xfe" + b"\x00\xd8" * 10_000, EITHER),
        ("numbers.txt", b"".join(b"%d. The boats are counted.\n" % 10 ** (i % 300) for i in range(3_000)),
         EITHER),
        ("png.docx", b"\x89PNG\r\n\x1a\n" + b"x" * 100, "PNG picture"),
        ("gzip.txt", gzip.compress(b"boats" * 100), "gzip"),
        ("elf.pdf", b"\x7fELF" + bytes(100), "program"),
        ("html.pdf", b"<html><body><p>The harbour master counts the boats each morning.</p></body></html>", READ),
        ("pipe.txt", os.mkfifo, PASSED),
        ("loop", lambda path: os.symlink(path.parent, path), PASSED),
        ("self.txt", lambda path: os.symlink(path, path), "link"),
        ("nowhere.txt", lambda path: os.symlink("/nowhere/at/all", path), "No such file"),
        ("secret.txt", make_unreadable, PASSED if os.geteuid() == 0 else "permission"),
        ("line\nbreak.txt", b"", "empty"),
        ("escape\x1b[31m.txt", b"", "empty"),
        ("turn\u202etxt.exe", b"", "empty"),
        (os.fsdecode(b"bytes\xff\xfe.txt"), GOOD.replace("A", "B"), READ),
        ("-rf.txt", b"", "empty"),
        ("n" * 251 + ".txt", b"", "empty"),
    ]


def make_unreadable(path):
    if os.geteuid():
        path.write_bytes(b"The boats are counted.")
        path.chmod(0)
    else:
        os.mkfifo(path)  # root reads everything


def collection():
    cases = text_cases() + xml_cases() + docx_cases() + pdf_cases() + holder_cases()
    return cases + (office_cases() if shutil.which("soffice") else [])


# -- running -----------------------------------------------------------------------------------------

def run(program, arguments, folder):
    """Exit status (None: it hung), what it wrote, and the most memory that it or a child of it had resident,
    in MiB, with their processor time."""
    with open(f"{folder}/out", "w+b") as out, open(f"{folder}/err", "w+b") as err:
        child = subprocess.Popen([program, *arguments], stdout=out, stderr=err, stdin=subprocess.DEVNULL)
        hung = threading.Event()
        timer = threading.Timer(PATIENCE, lambda: (hung.set(), child.kill()))
        timer.start()
        _, status, usage = os.wait4(child.pid, 0)
        timer.cancel()
        child.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        err.seek(0)
        return (None if hung.is_set() else child.returncode, out.read().decode(),
                err.read().decode(errors="replace"), usage.ru_maxrss // 1024,
                usage.ru_utime + usage.ru_stime)


def refusals_are_clear(refused, wanted):
    rows = []
    allowed = wanted if isinstance(wanted, list) else [wanted]
    if len(refused) > len(allowed):
        rows.append(f"{len(refused)} refused, at most {len(allowed)} expected")
    for (path, message), text in zip(refused, allowed):
        if text not in message:
            rows.append(f"{path}: {message!r} does not say {text!r}")
        if not message or "\n" in message or len(message) < 10:
            rows.append(f"{path}: no clear line: {message!r}")
    return rows


def problems(program, case, is_sanitized):
    name, data, wanted = case
    with tempfile.TemporaryDirectory() as folder:
        os.mkdir(f"{folder}/in")
        path = pathlib.Path(folder, "in", name)
        pathlib.Path(folder, "in", "good.txt").write_text(GOOD)
        if callable(data):
            data(path)
        else:
            path.write_bytes(data.encode() if isinstance(data, str) else data)
        status, out, err, memory, seconds = run(
            program, ["add", f"{folder}/in", "--register", f"{folder}/r.db", "--json", "--limit", LIMITS], folder)
        if status is None:
            return [f"still running after {PATIENCE} s"], seconds
        rows = []
        if status not in (0, 1):
            return [f"exit status {status}: {err[:300]!r}"], seconds
        events = json.loads(out)
        good = [event["outcome"] for event in events if event["path"].endswith("/good.txt")]
        others = [event for event in events if not event["path"].endswith("/in/good.txt")]
        refused = [(event["path"], event["message"]) for event in others if event["outcome"] == "refused"]
        added = [event for event in others if event["outcome"] == "added"]
        if good[:1] != ["added"]:
            rows.append(f"the good file beside it: {good}")
        room = OFFICE if name.endswith((".rtf", ".odt", ".doc")) else ROOM
        if memory > room and not is_sanitized:
            rows.append(f"{memory} MiB of memory, more than {room}")
        if status != (1 if refused else 0):
            rows.append(f"exit status {status} with {len(refused)} refused")
        lines = err.splitlines()
        if len(lines) != len(refused):
            rows.append(f"{len(lines)} lines on standard error for {len(refused)} refused: {lines[:3]}")
        if any(c in err for c in "\x1b\u202e"):
            rows.append("a control character reaches the terminal")
        if wanted is PASSED:
            rows += [f"not passed over: {others}"] if others else []
        elif wanted is READ:
            rows += [f"not read: {refused}"] if refused or not added else []
        elif wanted is EITHER:
            rows += refusals_are_clear(refused, [""] * 3)
        else:
            rows += refusals_are_clear(refused, wanted)
            rows += ["nothing was refused"] if not refused else []
        return rows, seconds


def main():
    program = f"{sys.argv[1]}/rapporteur"
    is_sanitized = "--sanitized" in sys.argv[2:]
    only = [name for name in sys.argv[2:] if name != "--sanitized"]
    cases = [case for case in collection() if not only or case[0] in only]
    total, failed = 0.0, 0
    print(f"1..{len(cases)}")
    for number, case in enumerate(cases, 1):
        rows, seconds = problems(program, case, is_sanitized)
        total += seconds
        failed += bool(rows)
        shown = ascii(case[0])[1:-1][:60]
        print(f"{'not ok' if rows else 'ok'} {number} {shown}", flush=True)
        if seconds > 1.5:
            print(f"# {seconds:.1f} s of processor time")
        for row in rows:
            print(f"# {ascii(row)[:600]}")
    print(f"# {len(cases)} files, {total:.0f} s of processor time")
    return failed > 0


if __name__ == "__main__":
    sys.exit(main())
