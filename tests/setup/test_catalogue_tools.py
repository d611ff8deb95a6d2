"""The administrator's tools around a procedure: differences, preview, copies, days for posting."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.urls import reverse
from openpyxl import load_workbook

from motcua.kernel import time
from motcua.procedures import services
from motcua.procedures.queries import drafts, procedure_sheet, version_in_force

from .conftest import Admin

CODE = "1.004873"


@pytest.fixture
def present(admin: Admin) -> int:
    found = version_in_force(CODE, time.today())
    assert found is not None
    return found


@pytest.fixture
def draft(present: int) -> int:
    made = services.start_draft(present)
    known, seen = services.content(made)
    services.save_draft(made, replace(known, keywords=("độc thân mẫu",)), expected=seen)
    return made


def test_words_that_other_procedures_use_are_offered_while_writing(admin: Admin, draft: int) -> None:
    page = admin.opens("draft-edit", draft)
    offered = page.split('<datalist id="known-replaced_by">')[1].split("</datalist>")[0]
    assert offered.count("<option") >= 1
    assert 'list="known-replaced_by"' in page
    assert "Word for word as in the decision." in page


def test_what_changed_is_shown_place_by_place(admin: Admin, draft: int) -> None:
    page = admin.opens("procedure-changes", draft)
    assert "1 place differs" in page
    assert "<ins>độc thân mẫu</ins>" in page
    assert "Keywords" in page


def test_a_version_alone_has_nothing_to_compare_with(admin: Admin, present: int) -> None:
    assert "There is only this version" in admin.opens("procedure-changes", present)


def test_any_other_version_can_be_chosen_and_nonsense_falls_back(
    admin: Admin, present: int, draft: int
) -> None:
    assert "<del>độc thân mẫu</del>" in admin.opens("procedure-changes", present, **{"with": str(draft)})
    assert "1 place differs" in admin.opens("procedure-changes", draft, **{"with": "nonsense"})


def test_a_draft_is_seen_as_citizens_will_see_it(admin: Admin, draft: int) -> None:
    page = admin.opens("procedure-preview", draft)
    assert "once it is published" in page
    assert "What to bring" in page


def test_a_procedure_begins_as_a_copy_of_another(admin: Admin, present: int) -> None:
    answer = admin.sends("procedure-copy", present, code="LOCAL-MAU-7", name="Thủ tục mẫu số bảy")
    assert answer.status_code == 302
    made = next(line for line in drafts() if line.code == "LOCAL-MAU-7")
    assert procedure_sheet(made.version_id).legal == procedure_sheet(present).legal
    again = admin.sends("procedure-copy", present, code=CODE, name="x")
    assert again.status_code == 409 or again.status_code == 422
    assert "exists already" in again.content.decode()


def test_a_signed_decision_starts_the_days_for_posting(admin: Admin, draft: int) -> None:
    assert "No decision of the past year" in admin.opens("procedures-posting")
    known, seen = services.content(draft)
    signed = time.today() - timedelta(days=30)
    services.save_draft(
        draft, replace(known, decision_number="7/QĐ-UBND", decision_date=signed), expected=seen
    )
    page = admin.opens("procedures-posting")
    assert "7/QĐ-UBND" in page
    assert "not posted, overdue" in page
    assert f"/setup/drafts/{draft}/" in page
    assert "To be posted by" in admin.opens("home")


def test_the_decision_is_written_with_the_publication(admin: Admin, draft: int) -> None:
    today = time.today()
    answer = admin.sends(
        "draft-publish", draft, valid_from=today.isoformat(), decision_number="8/QĐ-UBND",
        decision_date=today.isoformat(), decision_order="ministry",
    )  # fmt: skip
    assert answer.status_code == 302, answer.content.decode()[:2000]
    sheet = procedure_sheet(draft)
    assert (sheet.state, sheet.decision_number, sheet.decision_date, sheet.decision_order) == (
        "published", "8/QĐ-UBND", today, "ministry",
    )  # fmt: skip
    assert "posted in time" in admin.opens("procedures-posting")


def file(name: str, data: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


def test_what_is_exported_here_is_known_when_it_comes_back(admin: Admin) -> None:
    export = admin.client.get(reverse("setup:procedures-export"))
    assert export.headers["Content-Disposition"].startswith("attachment")
    tried = admin.sends("procedures-exchange", file=file("x.json", export.content), dry_run="on")
    assert tried.status_code == 200
    assert "What would happen" in tried.content.decode()
    assert "here already" in tried.content.decode()


def test_an_export_that_was_tampered_with_is_refused(admin: Admin) -> None:
    export = admin.client.get(reverse("setup:procedures-export")).content.replace(b"khai sinh", b"khai tu")
    answer = admin.sends("procedures-exchange", file=file("x.json", export))
    assert answer.status_code == 422
    assert "hash does not fit" in answer.content.decode()


def test_a_conflict_is_told_with_its_reason(admin: Admin, draft: int) -> None:
    with transaction.atomic():
        services.publish(draft, expected=services.content(draft)[1], valid_from=time.today())
        export = services.export_catalogue([CODE]).encode()
        transaction.set_rollback(True)
    answer = admin.sends("procedures-exchange", file=file("x.json", export)).content.decode()
    assert "Not taken over" in answer
    assert "a draft has this number here" in answer


def test_a_workbook_is_tried_and_then_taken_over(admin: Admin) -> None:
    filled = admin.client.get(reverse("setup:procedures-template"), {"filled": "1"}).content
    book = load_workbook(io.BytesIO(filled))
    book["Thủ tục"].append(
        ["LOCAL-MAU-9", "Thủ tục mẫu số chín", "HOTICH", "xã", 3, None, "ngày làm việc", None, "trực tiếp"]
    )
    out = io.BytesIO()
    book.save(out)
    sent = {"valid_from": time.today().isoformat(), "decision_number": "31/QĐ-UBND"}
    tried = admin.sends("procedures-workbook", file=file("x.xlsx", out.getvalue()), dry_run="on", **sent)
    assert "nothing is changed yet" in tried.content.decode()
    assert version_in_force("LOCAL-MAU-9", time.today()) is None
    done = admin.sends("procedures-workbook", file=file("x.xlsx", out.getvalue()), **sent).content.decode()
    assert "The workbook is taken over" in done
    assert done.count('<span class="code">') == 1
    assert version_in_force("LOCAL-MAU-9", time.today()) is not None


def test_errors_of_a_workbook_stand_on_the_page_by_row_and_column(admin: Admin) -> None:
    book = load_workbook(io.BytesIO(admin.client.get(reverse("setup:procedures-template")).content))
    book["Thủ tục"].append(["abc", "Thủ tục mẫu", "HOTICH", "huyện"])
    out = io.BytesIO()
    book.save(out)
    answer = admin.sends(
        "procedures-workbook", file=file("x.xlsx", out.getvalue()), decision_number="1/QĐ",
        valid_from=time.today().isoformat(),
    )  # fmt: skip
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "A (Mã thủ tục)" in page
    assert "is no procedure code" in page
    assert "What to do" in page


def test_what_is_no_workbook_is_refused_in_words(admin: Admin) -> None:
    answer = admin.sends(
        "procedures-workbook", file=file("x.xlsx", b"no"), decision_number="1/QĐ",
        valid_from=time.today().isoformat(),
    )  # fmt: skip
    assert answer.status_code == 422
    assert "cannot be read as a workbook" in answer.content.decode()


def test_the_rules_of_law_are_told_in_vietnamese_to_the_last_note(admin: Admin) -> None:
    admin.client.cookies["motcua_language"] = "vi"
    page = admin.opens("rules")
    for english in (" Art ", "not read", "is later", "Annex", "receiving", "separate", "supplement_request:"):
        assert english not in page, english
    assert "khoản 2 Điều 24" in page
    assert "Qua bưu chính công ích" in page


def test_fields_and_procedures_are_listed_as_in_a_dictionary(admin: Admin) -> None:
    from motcua.kernel.search import sort_key
    from motcua.setup.queries.procedures import field_choices, procedures

    names = [name for _code, name in field_choices()]
    assert names == sorted(names, key=sort_key)
    lines = [(sort_key(line.field_name), sort_key(line.name)) for line in procedures()]
    assert lines == sorted(lines)
