"""From a published version to the next one, without a programmer."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from motcua.kernel import time
from motcua.procedures.fees import due
from motcua.procedures.models import Procedure, ProcedureVersion
from motcua.procedures.queries import procedure_sheet, version_in_force
from motcua.procedures.services import content
from tests.setup.conftest import Admin, text_of

SAMPLES = Path(__file__).parents[2] / "scenarios" / "procedures.yaml"
CODE = "1.004873"


def current(code: str = CODE) -> int:
    found = version_in_force(code, time.today())
    assert found is not None
    return found


def begun(admin: Admin, code: str = CODE) -> int:
    sent = admin.again("draft-start", current(code))
    return int(sent["Location"].rstrip("/").rpartition("/")[2])


def as_typed(version_id: int, **changes: Any) -> dict[str, Any]:
    """What the browser sends when the form of a draft comes back as it was shown."""
    from motcua.setup import draft_form
    from motcua.setup.queries.procedures import field_choices

    draft, seen = content(version_id)
    parts = draft_form.of_draft(draft, seen, field_choices())
    data: dict[str, Any] = {}
    for form in (parts.form, *(row for rows in parts.tables for row in rows)):
        for bound in form:
            value = bound.value()
            if value is not None and value is not False and value != "":
                data[bound.html_name] = "on" if value is True else value
    for rows in parts.tables:
        for bound in rows.management_form:
            data[bound.html_name] = bound.value()
    return {**data, **changes}


def test_the_list_finds_without_accents_and_by_code(admin: Admin) -> None:
    assert "1.004873" in admin.opens("procedures", q="xac nhan tinh trang hon nhan")
    assert "1.004873" in admin.opens("procedures", q="1004873")
    assert "No procedure found" in admin.opens("procedures", q="khong co thu tuc nay")
    for state in ("in_force", "to_come", "draft", "lacking", "ended"):
        admin.opens("procedures", state=state)


def test_the_list_is_leafed_through_and_keeps_what_was_chosen(admin: Admin) -> None:
    first = admin.opens("procedures", state="in_force")
    (count,) = re.findall(r"1–50 / (\d+)", first)
    whole = int(count)
    codes: list[str] = []
    for number in range(1, -(-whole // 50) + 1):
        part = admin.opens("procedures", state="in_force", page=str(number))
        codes += re.findall(r'<td class="code">([^<]+)<', part)
    assert len(codes) == len(set(codes)) == whole > 50
    assert 'href="?state=in_force&amp;page=2"' in first


def test_every_procedure_opens(admin: Admin) -> None:
    for version_id in ProcedureVersion.objects.order_by("?").values_list("pk", flat=True)[:12]:
        assert "Version history" in admin.opens("procedure", version_id)


def test_a_draft_saved_as_it_is_changes_nothing(admin: Admin) -> None:
    for code in (CODE, "2.000815", "1.012796"):
        version_id = begun(admin, code)
        before, _seen = content(version_id)
        sent = admin.again("draft-edit", version_id, **as_typed(version_id), act="save")
        assert sent.status_code == 302, text_of(sent)
        assert content(version_id)[0] == before


def test_a_shorter_time_is_promised_from_a_day_on(admin: Admin) -> None:
    old = current()
    version_id = begun(admin)
    sheet = procedure_sheet(version_id)
    assert sheet.legal
    typed = as_typed(version_id, name="Tên mới của thủ tục", keywords="từ khóa một\ntừ khóa hai")
    assert admin.again("draft-edit", version_id, **typed, act="save").status_code == 302
    first_day = time.today() + timedelta(days=7)
    page = admin.opens("draft-publish", version_id)
    assert "ends the day before" in page
    sent = admin.sends(
        "draft-publish", version_id, valid_from=first_day.isoformat(), decision_number="120/QĐ-UBND"
    )
    assert sent.status_code == 302, text_of(sent)
    new = ProcedureVersion.objects.get(pk=version_id)
    assert (new.state, new.valid_from, new.decision_number) == ("published", first_day, "120/QĐ-UBND")
    assert ProcedureVersion.objects.get(pk=old).valid_to == first_day - timedelta(days=1)
    assert version_in_force(CODE, time.today()) == old
    assert version_in_force(CODE, first_day) == version_id


def test_the_text_that_sets_a_fee_is_no_condition_of_it(admin: Admin) -> None:
    version_id = begun(admin)
    resolution = "Nghị quyết 10/2020/NQ-HĐND"
    fee = {"fee-TOTAL_FORMS": 1, "fee-0-kind": "fee", "fee-0-amount": 8000, "fee-0-trust": "law"}
    typed = as_typed(version_id, **fee, **{"fee-0-set_by": resolution, "fee-0-when": ""})
    assert admin.again("draft-edit", version_id, **typed, act="save").status_code == 302
    rows = procedure_sheet(version_id).fees
    assert due(rows, channel="counter").total == 8000
    assert resolution in admin.opens("draft", version_id)


def test_two_administrators_write_one_draft(admin: Admin) -> None:
    version_id = begun(admin)
    typed = as_typed(version_id)
    admin.again("draft-edit", version_id, **typed, act="save")
    late = admin.again("draft-edit", version_id, **{**typed, "name": "Bản của người thứ hai"}, act="save")
    assert late.status_code == 409
    assert "Bản của người thứ hai" in text_of(late)


def test_rows_are_added_before_anything_is_saved(admin: Admin) -> None:
    version_id = begun(admin)
    typed = as_typed(version_id, name="Đang gõ dở")
    page = admin.again("draft-edit", version_id, **typed, act="more-document")
    total = int(typed["document-TOTAL_FORMS"])
    assert f'name="document-{total + 2}-name"' in text_of(page)
    assert "Đang gõ dở" in text_of(page)
    assert content(version_id)[0].name != "Đang gõ dở"


def test_what_the_fields_of_a_row_mean_stands_once_above_its_table(admin: Admin) -> None:
    page = admin.opens("draft-edit", begun(admin))
    told = set(re.findall(r'aria-describedby="(about-[\w-]+)"', page))
    assert {"about-document-only_if", "about-fee-tiers", "about-case-legal_value"} <= told
    for name in told:
        assert page.count(f'id="{name}"') == 1, name


def test_a_paper_is_added_and_another_one_removed(admin: Admin) -> None:
    version_id = begun(admin)
    typed = as_typed(version_id)
    last = int(typed["document-INITIAL_FORMS"])
    typed |= {f"document-{last}-name": "Giấy mới", f"document-{last}-originals": "1"}
    typed |= {f"document-{last}-copies": "2", "document-0-DELETE": "on"}
    admin.again("draft-edit", version_id, **typed, act="save")
    names = [paper.name for paper in content(version_id)[0].documents]
    assert names[-1] == "Giấy mới"
    assert len(names) == last


def test_what_cannot_be_understood_is_said_in_its_row(admin: Admin) -> None:
    version_id = begun(admin)
    typed = as_typed(version_id, **{"fee-0-tiers": "một trang: hai nghìn", "fee-0-kind": "fee"})
    refused = admin.again("draft-edit", version_id, **typed, act="save")
    assert refused.status_code == 422
    assert "Write it like 1-2: 2000" in text_of(refused)


def test_a_new_procedure_is_checked_until_it_can_be_published(admin: Admin) -> None:
    sent = admin.sends("procedure-new", code="LOCAL-THU-MOI", name="Thủ tục mới", field_code="HOTICH")
    version_id = int(sent["Location"].rstrip("/").rpartition("/")[2])
    page = admin.opens("draft", version_id)
    assert "Enter the legal time." in page
    assert "has no process yet" in page
    assert "Draft: Thủ tục mới" in admin.opens("home")
    refused = admin.sends("draft-publish", version_id, valid_from="2026-12-01", decision_number="1/QĐ")
    assert refused.status_code == 422
    assert "Enter the legal time." in text_of(refused)
    typed = as_typed(version_id, legal_value="3", time_unit="wd")
    assert admin.again("draft-edit", version_id, **typed, act="save").status_code == 302
    admin.sends("draft-process", version_id, process="standard")
    assert "Nothing stands against publishing" in admin.opens("draft", version_id)
    done = admin.sends("draft-publish", version_id, valid_from="2026-12-01", decision_number="1/QĐ")
    assert done.status_code == 302, text_of(done)
    assert version_in_force("LOCAL-THU-MOI", date(2026, 12, 1)) == version_id


def test_a_wrong_code_is_refused_beside_the_form(admin: Admin) -> None:
    for code, reason in (("abc", "is no procedure code"), (CODE, "exists already")):
        refused = admin.sends("procedure-new", code=code, name="Thủ tục", field_code="HOTICH")
        assert refused.status_code == 422
        assert reason in text_of(refused)


def test_a_draft_is_thrown_away(admin: Admin) -> None:
    version_id = begun(admin)
    assert admin.sends("draft-discard", version_id).status_code == 302
    assert not ProcedureVersion.objects.filter(pk=version_id).exists()


def test_a_published_version_is_not_written(admin: Admin) -> None:
    for name in ("draft", "draft-edit", "draft-publish", "draft-process", "draft-discard"):
        from django.urls import reverse

        assert admin.client.get(reverse(f"setup:{name}", args=[current()])).status_code == 409


def test_a_procedure_is_ended(admin: Admin) -> None:
    version_id = current()
    last_day = time.today() + timedelta(days=3)
    admin.sends("procedure-withdraw", version_id, last_day=last_day.isoformat(), decision_number="9/QĐ")
    assert ProcedureVersion.objects.get(pk=version_id).valid_to == last_day


@pytest.mark.parametrize(
    ("damage", "reason"),
    [
        (lambda text: text.replace("field: HOTICH", "field: KHONGCO", 1), "KHONGCO"),
        (lambda text: text[: len(text) // 2] + "\n  : : [", ""),
        (lambda text: "", ""),
    ],
)
def test_a_bad_file_changes_nothing_and_names_every_line(admin: Admin, damage: Any, reason: str) -> None:
    before = (Procedure.objects.count(), ProcedureVersion.objects.count())
    text = damage(SAMPLES.read_text()).encode()
    refused = admin.sends(
        "procedure-import",
        file=SimpleUploadedFile("hong.yaml", text or b"\n"),
        valid_from="2026-12-01",
        decision_number="5/QĐ",
    )
    assert refused.status_code == 422
    assert reason in text_of(refused)
    assert "Nothing was changed" in text_of(refused)
    assert (Procedure.objects.count(), ProcedureVersion.objects.count()) == before


def test_a_good_file_says_what_it_did(admin: Admin) -> None:
    sent = admin.sends(
        "procedure-import",
        file=SimpleUploadedFile("procedures.yaml", SAMPLES.read_bytes()),
        valid_from="2026-12-01",
        decision_number="5/QĐ",
    )
    assert sent.status_code == 200
    assert "unchanged" in text_of(sent)


def test_a_saved_draft_says_what_is_left_to_do(admin: Admin) -> None:
    version_id = begun(admin)
    for amount, told in (("", "still to be settled"), ("8000", "The draft is saved.</div>")):
        fee = {"fee-TOTAL_FORMS": 1, "fee-0-kind": "fee", "fee-0-amount": amount, "fee-0-per": "bản"}
        typed = as_typed(version_id, **fee, **{"fee-0-when": "", "fee-0-trust": "law"})
        assert admin.again("draft-edit", version_id, **typed, act="save").status_code == 302
        assert told in admin.opens("draft", version_id)
