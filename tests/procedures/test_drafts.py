"""From one version to the next without a programmer: draft, change, check, publish."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from motcua.kernel.errors import Refusal, Stale
from motcua.procedures.drafts import CaseDraft, DocumentDraft, Draft
from motcua.procedures.fees import FeeKind, FeeRow
from motcua.procedures.models import ProcedureVersion
from motcua.procedures.queries import drafts, procedure_sheet, search, terms, version_in_force, versions
from motcua.procedures.services import (
    ImportReport,
    check_draft,
    discard_draft,
    import_catalogue,
    new_procedure,
    publish,
    save_draft,
    start_draft,
    use_standard_process,
    withdraw,
)
from motcua.procedures.services.storing import read

from .conftest import few

DAY = date(2026, 3, 2)
SUMMER = date(2026, 7, 1)


def present(code: str, on: date = DAY) -> int:
    found = version_in_force(code, on)
    assert found is not None
    return found


def content(version_id: int) -> Draft:
    return read(ProcedureVersion.objects.get(pk=version_id))


@pytest.fixture
def imported(db: None) -> ImportReport:
    """A small office's catalogue: two procedures."""
    return import_catalogue(few("1.004873", "2.001009"), valid_from=date(2026, 1, 1))


@pytest.fixture
def draft(imported: ImportReport) -> int:
    """A draft of the marital-status certificate (3 working days), to begin in July."""
    return start_draft(present("1.004873"), valid_from=SUMMER)


def test_a_draft_begins_as_a_copy_with_everything(draft: int) -> None:
    copy, original = content(draft), content(present("1.004873"))
    assert replace(copy, valid_from=original.valid_from) == original
    assert [line.version_id for line in drafts()] == [draft]
    assert len(versions("1.004873")) == 2


def test_there_is_one_draft_at_a_time(draft: int) -> None:
    assert start_draft(present("1.004873")) == draft


def test_nobody_works_with_a_draft(draft: int) -> None:
    with pytest.raises(Refusal, match="no published version"):
        terms(draft)
    assert version_in_force("1.004873", SUMMER) != draft
    assert all(hit.version_id != draft for hit in search("tình trạng hôn nhân", on=SUMMER))


def test_a_shorter_promise_is_published_with_a_process_that_fits(draft: int) -> None:
    shorter = replace(
        content(draft), committed_value=Decimal(2), keywords=("độc thân",), channels=("counter", "online")
    )
    seen = save_draft(draft, shorter, expected=1)
    assert [problem.place for problem in check_draft(draft)] == ["process"]
    with pytest.raises(Refusal, match="cannot be published"):
        publish(draft, expected=seen)
    seen = use_standard_process(draft, expected=seen)
    assert check_draft(draft) == ()
    publish(draft, expected=seen)
    assert present("1.004873", SUMMER) == draft
    assert ProcedureVersion.objects.get(pk=present("1.004873")).valid_to == date(2026, 6, 30)
    committed = terms(draft).committed
    assert committed is not None
    assert committed.allotment is not None
    assert committed.allotment.value == 2
    assert search("doc than", on=SUMMER)[0].version_id == draft
    assert sum(step.minutes or 0 for step in procedure_sheet(draft).steps) == 960


def test_papers_and_fees_are_kept_as_entered(draft: int) -> None:
    edited = replace(
        content(draft),
        documents=(DocumentDraft("Tờ khai", 1, 0), DocumentDraft("Ảnh", 0, 2, only_if="ở nước ngoài")),
        fees=(FeeRow(FeeKind.CHARGE, 15_000),),
        fee_trust=(),
    )
    save_draft(draft, edited, expected=1)
    sheet = procedure_sheet(draft)
    assert [(paper.name, paper.copies) for paper in sheet.cases[0].documents] == [("Tờ khai", 0), ("Ảnh", 2)]
    assert sheet.fees[0].amount == 15_000


UNFINISHED = [
    ({"name": " "}, "name"),
    ({"levels": ()}, "levels"),
    ({"channels": ()}, "channels"),
    ({"documents": (DocumentDraft(""),)}, "documents"),
    ({"fees": (FeeRow(FeeKind.FEE, None),)}, "fees"),
    ({"legal_value": None}, "legal_value"),
    ({"valid_from": date(2020, 1, 1)}, "valid_from"),
]
IMPOSSIBLE = [
    {"name": "x" * 501},
    {"levels": ("huyen",)},
    {"channels": ("fax",)},
    {"field_code": "NONE"},
    {"documents": (DocumentDraft("Tờ khai", case=3),)},
    {"documents": (DocumentDraft("Tờ khai", originals=-1),)},
    {"documents": (DocumentDraft("Tờ khai", form="x" * 201),)},
    {"fees": (FeeRow(FeeKind.FEE, -1),)},
    {"fees": (FeeRow(FeeKind.FEE, 1, channel="fax"),)},
    {"committed_value": Decimal(9)},
    {"legal_value": Decimal(-1)},
    {"legal_value": Decimal("0.0011")},
    {"legal_value": Decimal(10) ** 9},
    {"time_unit": "cd"},
    {"mode": "SLOWLY"},
    {"cases": (CaseDraft(""),)},
    {"keywords": ("x" * 101,)},
    {"document_sets": 0},
]


@pytest.mark.parametrize(("change", "place"), UNFINISHED)
def test_an_unfinished_draft_is_kept_but_not_published(
    draft: int, change: dict[str, object], place: str
) -> None:
    whole = replace(content(draft), channels=("counter",))
    seen = save_draft(draft, replace(whole, **change), expected=1)
    assert place in {problem.place for problem in check_draft(draft)}
    with pytest.raises(Refusal, match="cannot be published"):
        publish(draft, expected=seen)


@pytest.mark.parametrize("change", IMPOSSIBLE)
def test_what_cannot_be_is_not_even_saved(draft: int, change: dict[str, object]) -> None:
    before = content(draft)
    with pytest.raises(Refusal, match="cannot be saved"):
        save_draft(draft, replace(before, **change), expected=1)
    assert content(draft) == before


def test_two_administrators_do_not_overwrite_each_other(draft: int) -> None:
    save_draft(draft, content(draft), expected=1)
    with pytest.raises(Stale):
        save_draft(draft, content(draft), expected=1)
    with pytest.raises(Stale):
        publish(draft, expected=1)


def test_a_published_version_is_never_edited(imported: ImportReport) -> None:
    version = present("1.004873")
    with pytest.raises(Refusal, match="never changed"):
        save_draft(version, content(version), expected=1)


def test_a_new_procedure_starts_as_a_draft(imported: ImportReport) -> None:
    first = replace(content(present("1.004873")), name="Xác nhận cư trú", valid_from=DAY, channels=("post",))
    made = new_procedure(" LOCAL-XACNHAN ", first)
    assert [problem.place for problem in check_draft(made)] == ["process"]
    publish(made, expected=use_standard_process(made, expected=1))
    assert present("LOCAL-XACNHAN") == made
    with pytest.raises(Refusal, match="exists already"):
        new_procedure("1.004873", first)
    with pytest.raises(Refusal, match="no procedure code"):
        new_procedure("1.1", first)


def test_a_draft_can_be_thrown_away(draft: int) -> None:
    discard_draft(draft, expected=1)
    assert drafts() == []


def test_a_withdrawn_procedure_is_no_longer_offered_but_stays_readable(imported: ImportReport) -> None:
    version = present("2.001009")
    withdraw(version, last_day=date(2026, 3, 31), decision_number="280/2025/NĐ-CP")
    assert version_in_force("2.001009", date(2026, 4, 1)) is None
    assert procedure_sheet(version).valid_to == date(2026, 3, 31)
    with pytest.raises(Refusal, match="within the time"):
        withdraw(version, last_day=SUMMER)


def test_importing_the_same_file_keeps_what_the_office_published_since(draft: int) -> None:
    renamed = replace(content(draft), name="Xác nhận tình trạng hôn nhân", channels=("counter",))
    publish(draft, expected=save_draft(draft, renamed, expected=1))
    report = import_catalogue(few("1.004873", "2.001009"), valid_from=date(2026, 8, 1))
    assert (report.new, report.changed) == (0, 0)
    assert present("1.004873", date(2026, 8, 1)) == draft
