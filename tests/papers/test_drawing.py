"""Every paper in both editions: all its fields, all letters, its standards, and how it looks."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import fields, replace
from typing import Any

import pytest
from PIL import Image

from motcua.kernel.errors import Refusal
from motcua.papers import drawing
from motcua.papers.drawing import DrawingError, render
from motcua.papers.forms import Appointment, ReceiptData, RefusalData, SubmittedPaper, TrackingBookData, plain
from motcua.papers.kinds import KINDS, Edition, Form
from motcua.papers.specimens import SPECIMENS, at
from motcua.papers.style import SignerTitle
from tests.papers.approve import TOLERANCE, picture_file
from tests.papers.reading import catalogue, difference, metadata, pages_of, squeezed, tags, text_of
from tests.papers.samples import LETTERS, STYLE, head

BOTH = pytest.mark.parametrize("edition", list(Edition))
ALL = pytest.mark.parametrize("form", list(Form))

# Not text on the paper, or not in the old edition, whose form had no line for it.
NOT_PRINTED = {"follow_url", "kind", "signer_name"}
ONLY_NEW = {Form.RECEIPT: {"applicant_id"}, Form.APOLOGY: {"applicant_id"}}


def leaves(value: Any, name: str = "") -> Iterator[tuple[str, set[str]]]:
    """Every value of a paper with the ways in which it may be printed."""
    if isinstance(value, dict) and ("long" in value or "digits" in value):
        yield name, {squeezed(str(word)) for word in value.values()}
    elif isinstance(value, dict):
        for key, part in value.items():
            yield from leaves(part, key)
    elif isinstance(value, list):
        for part in value:
            yield from leaves(part, name)
    elif isinstance(value, str | int) and not isinstance(value, bool) and value not in ("", 0):
        yield name, {squeezed(str(value))}


def bare(text: str) -> str:
    """Hyphens at the end of a line are read in several ways, so they do not count; nor does upper case."""
    return squeezed(text.replace("-", " ")).lower()


@BOTH
@ALL
def test_every_field_can_be_read_back(form: Form, edition: Edition) -> None:
    data = SPECIMENS[form]
    text = bare(text_of(render(data, STYLE, head(form, edition))))
    left_out = NOT_PRINTED | (ONLY_NEW.get(form, set()) if edition is Edition.TT_01_2018 else set())
    printed = [(name, ways) for name, ways in leaves(plain(data)) if name not in left_out]
    assert printed
    missing = [(name, ways) for name, ways in printed if not any(bare(way) in text for way in ways)]
    assert not missing


@BOTH
@ALL
def test_every_paper_has_the_head_of_an_official_document(form: Form, edition: Edition) -> None:
    text = text_of(render(SPECIMENS[form], STYLE, head(form, edition)))
    superior, issuing = STYLE.head(form)
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in text
    assert "Độc lập - Tự do - Hạnh phúc" in text
    assert bare(superior) in bare(text)
    assert bare(issuing) in bare(text)
    assert "Số: 05/" in text
    assert "An Mẫu, ngày 02 tháng 3 năm 2026" in text
    assert bare(KINDS[form].title_in(edition)) in bare(text)
    assert "https://motcua.example/papers/verify/Zk3vT9aQw1x/" in text
    if head(form, edition).form_label:
        assert ("Mẫu số 0" if edition is Edition.TT_01_2018 else "Mẫu M0") in text


def test_titles_and_numbers_follow_the_edition() -> None:
    old = text_of(render(SPECIMENS[Form.APOLOGY], STYLE, head(Form.APOLOGY, Edition.TT_01_2018)))
    new = text_of(render(SPECIMENS[Form.APOLOGY], STYLE, head(Form.APOLOGY, Edition.TT_03_2025)))
    assert "PHIẾU XIN LỖI VÀ HẸN LẠI NGÀY TRẢ KẾT QUẢ" in old
    assert "Mẫu số 04" in old
    assert "GIA HẠN" in new
    assert "Mẫu M04" in new


def test_every_vietnamese_letter_is_printed() -> None:
    lines = [LETTERS[start : start + 12] for start in range(0, len(LETTERS), 12)]
    receipt = SPECIMENS[Form.RECEIPT]
    assert isinstance(receipt, ReceiptData)
    drawn = replace(receipt, documents=tuple(SubmittedPaper(line, "01 bản chính") for line in lines))
    text = text_of(render(drawn, STYLE, head(Form.RECEIPT)))
    assert [line.strip() for line in lines if line.strip() not in text] == []


@BOTH
@ALL
def test_no_form_lacks_a_letter(form: Form, edition: Edition) -> None:
    """Whatever the template sets in another size or weight: all 134 letters with their marks come out of it."""
    data = SPECIMENS[form]
    lines = {item.name: getattr(data, item.name) for item in fields(data)}
    longest = max((name for name, value in lines.items() if type(value) is str and name not in NOT_PRINTED),
                  key=lambda name: len(lines[name]))  # fmt: skip
    drawn = replace(data, **{longest: LETTERS})
    text = text_of(render(drawn, STYLE, head(form, edition)))
    assert sorted(set(LETTERS) - set(text)) == []


@ALL
def test_a_paper_is_pdf_a_and_pdf_ua_with_title_language_and_tags(form: Form) -> None:
    content = render(SPECIMENS[form], STYLE, head(form))
    said = metadata(content)
    assert "<pdfaid:part>2</pdfaid:part>" in said
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in said
    assert "<pdfuaid:part>1</pdfuaid:part>" in said
    root = catalogue(content)
    assert str(root["/Lang"]) == "vi-VN"
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert KINDS[form].title in said
    assert "/OutputIntents" in root
    found = tags(content)
    assert found.count("H1") == 1
    assert "P" in found
    assert "Figure" in found  # the QR code, with its words
    if form in (Form.CONTROL_SHEET, Form.TRACKING_BOOK, Form.HAND_OVER_LIST):
        assert {"Table", "TH", "TD"} <= set(found)


def test_only_our_own_font_is_used_and_embedded() -> None:
    content = render(SPECIMENS[Form.CONSULTATION_REQUEST], STYLE, head(Form.CONSULTATION_REQUEST))
    import io

    from pyhanko.pdf_utils.reader import PdfFileReader

    reader = PdfFileReader(io.BytesIO(content))
    fonts = reader.root["/Pages"]["/Kids"][0]["/Resources"]["/Font"]
    names = {str(fonts[name]["/BaseFont"]).partition("+")[2] for name in fonts}
    assert names
    assert all(name.startswith("Tinos") for name in names)


def test_templates_ask_for_no_package_and_no_file_outside() -> None:
    for template in drawing.TEMPLATES.glob("*.typ"):
        text = template.read_text()
        assert "@preview" not in text
        assert "@local" not in text
        assert "http" not in text


def test_the_same_paper_has_the_same_bytes_and_another_number_others() -> None:
    data = SPECIMENS[Form.RECEIPT]
    first = render(data, STYLE, head(Form.RECEIPT))
    assert render(data, STYLE, head(Form.RECEIPT)) == first
    assert render(data, STYLE, head(Form.RECEIPT, number=6)) != first


def test_threads_draw_at_once_without_disturbing_each_other() -> None:
    expected = {form: render(SPECIMENS[form], STYLE, head(form)) for form in (Form.RECEIPT, Form.APOLOGY)}
    wrong: list[Form] = []

    def draw(form: Form) -> None:
        for _ in range(5):
            if render(SPECIMENS[form], STYLE, head(form)) != expected[form]:
                wrong.append(form)

    threads = [threading.Thread(target=draw, args=(form,)) for form in (*expected, *expected)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong


NASTY = '#include("x") $x$ *đậm* _nghiêng_ = Tiêu đề \\ @ai <nhãn> `mã` // chú thích " } ] #(1+1)'


def test_names_are_never_read_as_markup() -> None:
    receipt = SPECIMENS[Form.RECEIPT]
    assert isinstance(receipt, ReceiptData)
    drawn = replace(
        receipt, applicant_name=NASTY, address=NASTY, documents=(SubmittedPaper(NASTY, "01 bản sao"),)
    )
    text = text_of(
        render(drawn, replace(STYLE, contact=NASTY, texts={Form.RECEIPT: NASTY}), head(Form.RECEIPT))
    )
    assert bare(text).count(bare(NASTY)) == 5


def test_a_long_paper_goes_on_with_page_numbers() -> None:
    receipt = SPECIMENS[Form.RECEIPT]
    assert isinstance(receipt, ReceiptData)
    many = tuple(SubmittedPaper(f"Giấy tờ thứ {n}", "01 bản chính") for n in range(1, 60))
    content = render(replace(receipt, documents=many), STYLE, head(Form.RECEIPT))
    assert len(pages_of(content)) > 1
    assert "59. Giấy tờ thứ 59 (01 bản chính)" in text_of(content)


def test_an_empty_book_says_so() -> None:
    text = text_of(
        render(TrackingBookData(field_group="Địa chính", year=2026), STYLE, head(Form.TRACKING_BOOK))
    )
    assert "Trong năm không có hồ sơ" in text


def test_a_refusal_after_appraisal_is_signed_by_the_leader() -> None:
    refusal = SPECIMENS[Form.REFUSAL]
    assert isinstance(refusal, RefusalData)
    text = text_of(render(replace(refusal, after_appraisal=True), STYLE, head(Form.REFUSAL)))
    assert "THỦ TRƯỞNG CƠ QUAN, ĐƠN VỊ" in text
    assert "NGƯỜI NỘP HỒ SƠ" not in text


def test_the_office_names_its_signer() -> None:
    style = replace(STYLE, signers={Form.SUPPLEMENT_REQUEST: SignerTitle("TRƯỞNG PHÒNG", "TL. CHỦ TỊCH")})
    text = text_of(render(SPECIMENS[Form.SUPPLEMENT_REQUEST], style, head(Form.SUPPLEMENT_REQUEST)))
    assert "TL. CHỦ TỊCH TRƯỞNG PHÒNG" in text
    assert "NGƯỜI HƯỚNG DẪN" not in text


def test_missing_fields_are_named_by_their_words_on_the_form() -> None:
    receipt = SPECIMENS[Form.RECEIPT]
    assert isinstance(receipt, ReceiptData)
    empty = replace(receipt, applicant_name=" ", due=(Appointment(at("2026-03-01 08:00")),))
    with pytest.raises(Refusal) as refused:
        render(empty, STYLE, head(Form.RECEIPT))
    assert refused.value.code == "paper_incomplete"
    for label in ("Tiếp nhận hồ sơ của", "sau thời gian nhận hồ sơ"):
        assert label in refused.value.message


@pytest.mark.parametrize(
    ("form", "change", "label"),
    [
        (Form.APOLOGY, {"new_due_at": at("2026-03-04 08:00")}, "sau ngày đã hẹn"),
        (Form.STOP_NOTICE, {"undecided": False}, "chưa có quyết định"),
        (Form.STOP_NOTICE, {"refunded": 17000}, "hoàn trả"),
        (Form.FEE_RECEIPT, {"total": 1}, "Tổng số tiền"),
        (Form.CONSULTATION_REQUEST, {"questions": ()}, "Nội dung lấy ý kiến"),
        (Form.SUPPLEMENT_REQUEST, {"items": ()}, "Nội dung cần hoàn thiện"),
        (Form.TRACKING_BOOK, {"closed_by": ""}, "Người khóa sổ"),
    ],
)
def test_a_paper_that_contradicts_itself_is_not_drawn(form: Form, change: dict[str, Any], label: str) -> None:
    with pytest.raises(Refusal) as refused:
        render(replace(SPECIMENS[form], **change), STYLE, head(form))
    assert label in refused.value.message


def test_a_missing_font_is_told_and_not_replaced_by_another(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    monkeypatch.setattr(drawing, "FONTS", tmp_path)
    monkeypatch.setattr(drawing, "_known", threading.local())
    drawing._fonts.cache_clear()
    try:
        with pytest.raises(DrawingError, match="script/setup"):
            render(SPECIMENS[Form.RECEIPT], STYLE, head(Form.RECEIPT))
    finally:
        drawing._fonts.cache_clear()


@BOTH
@ALL
def test_a_paper_looks_as_it_was_approved(form: Form, edition: Edition) -> None:
    pages = pages_of(render(SPECIMENS[form], STYLE, head(form, edition)))
    for number, page in enumerate(pages):
        file = picture_file(form, edition, number)
        assert file.exists(), (
            f"no approved picture {file.name}: python -m tests.papers.approve, and look at it"
        )
        assert difference(Image.open(file), page) < TOLERANCE, f"{file.name} looks different now"
    assert not picture_file(form, edition, len(pages)).exists()


def test_a_changed_line_is_seen() -> None:
    data = SPECIMENS[Form.FEE_RECEIPT]
    approved = Image.open(picture_file(Form.FEE_RECEIPT, Edition.TT_03_2025, 0))
    changed = render(data, replace(STYLE, place="Yên Bình"), head(Form.FEE_RECEIPT))
    assert difference(approved, pages_of(changed)[0]) > TOLERANCE
