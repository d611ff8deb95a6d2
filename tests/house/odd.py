"""Odd things to send: what has broken programs before, and what Hypothesis thinks of."""

from __future__ import annotations

import io
import zipfile
from urllib.parse import quote

from hypothesis import strategies as st

# As they stand in a query string or a form: percent-encoded already.
ENCODED = [
    "",
    "%00",
    "%FF%FE",
    "%ED%A0%80",
    "%C0%80",
    "%",
    "%zz",
    "%F0%9F%98%80",
    "%E2%80%AE",
    "+",
    "%0D%0AX:1",
    "%EF%BF%BD",
    quote("a" * 5000),
    quote("́" * 200),
    "%2e%2e%2f",
    quote("'; DROP TABLE x;--"),
    quote("<script>"),
    quote("{{ 1 }}"),
]
NUMBERS = [
    "-1",
    "0",
    "1",
    "007",
    "1e9",
    "0x10",
    "١٢",
    "²",
    "½",
    "NaN",
    "Infinity",
    "-0",
    "1_000",
    " 1 ",
    "2147483648",
    "9223372036854775808",
    "99999999999999999999999",
    "1.5",
    "1,5",
    "true",
    "null",
]
DATES = [
    "0000-00-00",
    "2026-02-30",
    "9999-12-31",
    "0001-01-01",
    "10000-01-01",
    "2026-13-01",
    "30/02/2026",
    "1/1/1",
    "2026-03-02T25:00",
    "24:00",
    "99:99",
    "2026-W10-1",
    "-2026-01-01",
    "2026-03-02 09:00+99:99",
]
IDS = [
    "00000000-0000-0000-0000-000000000000",
    "0190b7a0-0000-7000-8000-000000000001",
    "not-an-id",
    "{}",
    "ffffffff-ffff-ffff-ffff-ffffffffffff",
    "urn:uuid:0190b7a0-0000-7000-8000-000000000001",
    "[]",
    "1:2:3",
]
CURSORS = ["eyJhIjoxfQ", "eyJhIjoxfQ:1abc:sig", ".", "=", "AAAA", "bnVsbA==", "W10", "e30"]
PLAIN = [
    *NUMBERS,
    *DATES,
    *IDS,
    *CURSORS,
    "Đào",
    "on",
    "x" * 3000,
    "a" * 40_000,
    "\t",
    "\u2028",
    "\u202e",
    "😀" * 50,
]

values = st.one_of(
    st.sampled_from(ENCODED),
    st.sampled_from(PLAIN).map(quote),
    st.text(max_size=60).map(lambda text: quote(text.encode("utf-8", "surrogatepass"))),
    st.integers(-(2**70), 2**70).map(str),
)
CONTENT_TYPES = [
    "application/x-www-form-urlencoded",
    "application/json",
    "text/plain",
    "multipart/form-data",
    "multipart/form-data; boundary=",
    "multipart/form-data; boundary=" + "b" * 300,
    "",
    "x",
    "text/html; charset=utf-16",
    "application/x-www-form-urlencoded; charset=klingon",
    "application/x-www-form-urlencoded; charset=utf-7",
]


def _zip(*names: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            archive.writestr(name, b"0" * 1000)
    return buffer.getvalue()


PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + b"\x00" * 20 + b"IEND\xaeB`\x82"
FILES = {
    "nothing": b"",
    "one byte": b"%",
    "pdf": PDF,
    "pdf that is also a web page": PDF + b"<script>alert(1)</script>",
    "picture that is also an archive": PNG + _zip("a.exe"),
    "web page that is also a picture": b"GIF89a/*<html><script>alert(1)</script>*/",
    "program": b"MZ\x90\x00" + b"\x00" * 300,
    "script": b"#!/bin/sh\nrm -rf /\n",
    "archive that leaves its folder": _zip("../../etc/passwd"),
    "word file with macros": _zip("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"),
    "broken archive": _zip("word/document.xml")[:-30],
    "xml with entities": b'<!DOCTYPE a [<!ENTITY b "bb"><!ENTITY c "&b;&b;">]><a>&c;</a>',
    "xml that reads a file": b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>',
    "bpmn without a process": b'<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"/>',
    "yaml that makes objects": b"!!python/object/apply:os.system ['true']",
    "yaml that grows": b"a: &a [x,x]\nb: &b [*a,*a]\nc: [*b,*b]\n",
    "yaml procedures": "procedures:\n- code: ''\n  name: Đào\n".encode(),
    "not unicode": b"\xff\xfe\x00\xd8",
    "noughts": b"\x00" * 5000,
}
FILE_NAMES = [
    "don.pdf",
    "đơn đề nghị.PDF",
    "../../../etc/passwd",
    "..",
    ".",
    "C:\\Users\\a\\don.pdf",
    "a" * 300 + ".pdf",
    ".pdf",
    "pdf",
    "don.pdf.exe",
    "don.exe",
    "don\u202efdp.exe",
    "CON.pdf",
    "don.pdf ",
    "'\";--.pdf",
    "<img>.png",
    "a/b.pdf",
    "😀.png",
    "x.bpmn",
    "x.yaml",
    "x.xml",
    "\n.pdf",
    "%00.pdf",
]
