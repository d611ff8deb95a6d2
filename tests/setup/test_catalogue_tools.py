"""The administrator's tools around a procedure: differences, preview, copies, days for posting."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

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
