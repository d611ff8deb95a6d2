"""What a file is follows from its content, and what could run is never taken in."""

from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.files.sniffing import MediaType, check, safe_name
from motcua.kernel.errors import Refusal

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + b"\x00" * 20 + b"IEND\xaeB`\x82"
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01" + b"\x11" * 40 + b"\xff\xd9"
TIFF = b"II*\x00\x08\x00\x00\x00" + b"\x00" * 30
XML = '<?xml version="1.0" encoding="UTF-8"?><hoSo><ten>Đào</ten></hoSo>'.encode()
SIGNED = b"\x30\x80\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02" + b"\x00" * 40


def zipped(*entries: tuple[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries:
            archive.writestr(name, content)
    return buffer.getvalue()


DOCX = zipped(("[Content_Types].xml", b"<Types/>"), ("word/document.xml", b"<w:document/>"))
XLSX = zipped(("[Content_Types].xml", b"<Types/>"), ("xl/workbook.xml", b"<workbook/>"))
ODT = zipped(("mimetype", b"application/vnd.oasis.opendocument.text"), ("content.xml", b"<a/>"))


@pytest.mark.parametrize(
    ("content", "name", "expected"),
    [
        (PDF, "đơn đề nghị.pdf", MediaType.PDF),
        (PNG, "ảnh.PNG", MediaType.PNG),
        (JPEG, "cccd.jpg", MediaType.JPEG),
        (JPEG, "cccd.jpeg", MediaType.JPEG),
        (TIFF, "scan.tif", MediaType.TIFF),
        (DOCX, "don.docx", MediaType.DOCX),
        (XLSX, "bang.xlsx", MediaType.XLSX),
        (ODT, "don.odt", MediaType.ODT),
        (XML, "tokhai.xml", MediaType.XML),
        ("Kính gửi: UBND thị trấn\r\n".encode(), "ghi chú.txt", MediaType.TEXT),
        (SIGNED, "vanban.p7m", MediaType.SIGNATURE),
    ],
)
def test_the_formats_of_the_office_are_known_by_content(
    content: bytes, name: str, expected: MediaType
) -> None:
    assert check(io.BytesIO(content), name).media_type is expected


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (b"", "rong.pdf", "file_empty"),
        (b"MZ\x90\x00" + b"\x00" * 80, "don.pdf", "file_runnable"),
        (b"\x7fELF\x02" + b"\x00" * 80, "don", "file_runnable"),
        (b"#!/bin/sh\nrm -rf /\n", "ghichu.txt", "file_runnable"),
        (b"<html><body>xin</body></html>", "don.xml", "file_runnable"),
        (b"\xef\xbb\xbf  <!DOCTYPE HTML><p>", "don.txt", "file_runnable"),
        (b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>', "hinh.xml", "file_runnable"),
        (b"alert(1)", "a.js", "file_runnable"),
        (PDF, "anh.png", "file_mismatch"),
        (PNG, "don.pdf", "file_mismatch"),
        (PDF, "don", "file_mismatch"),
        (b"\x00\x01\x02\x03" * 30, "la.bin", "file_unknown"),
        (zipped(("a.txt", b"x")), "goi.zip", "file_unknown"),
        (
            zipped(("[Content_Types].xml", b""), ("word/document.xml", b""), ("word/vbaProject.bin", b"x")),
            "macro.docx",
            "file_macros",
        ),
        (DOCX[: len(DOCX) // 2], "hong.docx", "file_broken"),
        (JPEG[:-2], "hong.jpg", "file_broken"),
        (PNG + zipped(("a.html", b"x")), "kep.png", "file_two_in_one"),
        (JPEG + b"<script>alert(1)</script>", "kep.jpg", "file_two_in_one"),
        (JPEG + zipped(("a.html", b"x")) + b"\xff\xd9", "kep.jpg", "file_two_in_one"),
        (PDF + zipped(("a.html", b"x")), "kep.pdf", "file_two_in_one"),
    ],
)
def test_what_does_not_belong_in_a_dossier_is_refused(content: bytes, name: str, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        check(io.BytesIO(content), name)
    assert refused.value.code == code
    assert refused.value.hint


def test_a_document_that_unpacks_to_gigabytes_is_refused() -> None:
    bomb = zipped(
        ("[Content_Types].xml", b""), ("word/document.xml", b""), ("word/media/a", b"\x00" * 40_000_000)
    )
    assert len(bomb) < 100_000
    with pytest.raises(Refusal) as refused:
        check(io.BytesIO(bomb), "bom.docx")
    assert refused.value.code == "file_bomb"


def test_a_pdf_saved_in_several_steps_is_one_pdf() -> None:
    assert check(io.BytesIO(PDF + PDF[9:]), "ky.pdf").media_type is MediaType.PDF


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\Dao\\đơn.pdf", "đơn.pdf"),
        ("don\x00.pdf", "don.pdf"),
        ("gpj.don\u202e.pdf", "gpj.don.pdf"),
        ("  a   b .pdf", "a b .pdf"),
        ("", "file"),
        ("...", "file"),
        ("dòng 1\r\nX-Evil: 1.pdf", "dòng 1X-Evil 1.pdf"),
    ],
)
def test_a_name_is_only_a_name(given_name: str, kept: str) -> None:
    assert safe_name(given_name) == kept


def test_a_very_long_name_keeps_its_ending() -> None:
    name = safe_name("đ" * 400 + ".pdf")
    assert len(name) <= 150
    assert name.endswith(".pdf")


@given(st.binary(max_size=400), st.text(max_size=40))
def test_any_bytes_are_a_known_format_or_refused(content: bytes, name: str) -> None:
    try:
        found = check(io.BytesIO(content), name)
    except Refusal:
        return
    assert found.media_type in MediaType
    assert content
