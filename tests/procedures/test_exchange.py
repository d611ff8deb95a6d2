"""Procedures from one installation to another: the same identity, nothing overwritten, conflicts told."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from motcua.kernel.errors import Refusal
from motcua.procedures.commands import export_file, import_exported
from motcua.procedures.drafts import PartDraft
from motcua.procedures.fees import FeeKind, FeeRow
from motcua.procedures.models import Procedure, ProcedureVersion
from motcua.procedures.queries import changes, procedure_sheet, search, terms, version_in_force, versions
from motcua.procedures.services import (
    ImportReport,
    content,
    export_catalogue,
    import_catalogue,
    import_exchange,
    publish,
    save_draft,
    start_draft,
    use_standard_process,
    withdraw,
)
from motcua.procedures.services.exchanging import Fate
from tests.procedures.conftest import few

ONE, TWO = "1.004873", "1.001193"
DAY, SUMMER = date(2026, 3, 2), date(2026, 7, 1)


def present(code: str = ONE, on: date = DAY) -> int:
    found = version_in_force(code, on)
    assert found is not None
    return found


def shorten(on: date = SUMMER, **values: Any) -> int:
    draft = start_draft(present(), valid_from=on)
    known, seen = content(draft)
    seen = save_draft(draft, replace(known, committed_value=Decimal(2), **values), expected=seen)
    return publish(draft, expected=use_standard_process(draft, expected=seen), decision_number="15/QĐ")


def empty() -> None:
    """As on another installation: no procedures at all."""
    ProcedureVersion.objects.all().delete()
    Procedure.objects.all().delete()


@pytest.fixture
def imported(db: None) -> ImportReport:
    return import_catalogue(few(ONE, TWO), valid_from=date(2026, 1, 1))


def fates(data: str, **how: bool) -> list[tuple[str, int, Fate]]:
    return [(line.code, line.number, line.fate) for line in import_exchange(data, **how).lines]


@pytest.mark.usefixtures("imported")
def test_what_is_taken_over_says_the_same_and_exports_the_same() -> None:
    shorten()
    file = export_catalogue()
    sheets = [procedure_sheet(line.version_id) for line in versions()]
    empty()
    assert {fate for _code, _number, fate in fates(file)} == {Fate.NEW}
    assert export_catalogue() == file
    again = [procedure_sheet(line.version_id) for line in versions()]
    for old, new in zip(sheets, again, strict=True):
        assert (old.code, old.number, old.valid_from, old.valid_to) == (
            new.code, new.number, new.valid_from, new.valid_to,
        )  # fmt: skip
        assert [step.name for step in old.steps] == [step.name for step in new.steps]
        assert (old.fees, old.legal, old.committed, old.decision_number) == (
            new.fees, new.legal, new.committed, new.decision_number,
        )  # fmt: skip
    assert search("tinh trang hon nhan", on=DAY)[0].code == ONE
    assert terms(present()).committed is None or terms(present()).legal is not None


@pytest.mark.usefixtures("imported")
def test_taking_over_twice_changes_nothing() -> None:
    file = export_catalogue()
    before = export_catalogue()
    assert {fate for _code, _number, fate in fates(file)} == {Fate.KNOWN}
    assert export_catalogue() == before
    assert ProcedureVersion.objects.count() == 2


@pytest.mark.usefixtures("imported")
def test_only_the_new_version_comes_and_ends_the_old_one() -> None:
    with transaction.atomic():
        shorten()
        file = export_catalogue([ONE])
        transaction.set_rollback(True)
    assert fates(file) == [(ONE, 1, Fate.ENDED), (ONE, 2, Fate.NEW)]
    assert [line.valid_to for line in versions(ONE)] == [None, SUMMER - timedelta(days=1)]
    newest = ProcedureVersion.objects.get(procedure__code=ONE, number=2)
    assert newest.changed_places == ["committed", "steps"]


@pytest.mark.usefixtures("imported")
def test_a_published_version_is_never_overwritten_and_the_conflict_is_told() -> None:
    with transaction.atomic():
        shorten(keywords=("ở nơi khác",))
        file = export_catalogue()
        transaction.set_rollback(True)
    here = shorten(keywords=("ở đây",))
    report = import_exchange(file)
    assert {line.code for line in report.conflicts} == {ONE}
    assert "another content" in next(line.reason for line in report.conflicts if line.number == 2)
    assert procedure_sheet(here).keywords == ("ở đây",)
    assert report.count(Fate.KNOWN) == 1  # the other procedure is not held up


@pytest.mark.usefixtures("imported")
def test_days_that_overlap_are_a_conflict() -> None:
    with transaction.atomic():
        shorten()
        shorten(date(2026, 9, 1))
        file = export_catalogue([ONE])
        transaction.set_rollback(True)
    raw = json.loads(file)
    raw["versions"] = [record for record in raw["versions"] if record["number"] == 3]
    assert "overlap" in import_exchange(json.dumps(raw)).conflicts[0].reason
    assert len(versions(ONE)) == 1


@pytest.mark.usefixtures("imported")
def test_a_draft_with_the_same_number_is_a_conflict() -> None:
    with transaction.atomic():
        shorten()
        file = export_catalogue([ONE])
        transaction.set_rollback(True)
    start_draft(present())
    report = import_exchange(file)
    assert [line.fate for line in report.lines] == [Fate.CONFLICT, Fate.CONFLICT]
    assert versions(ONE)[-1].valid_to is None  # nothing of the procedure was taken over


@pytest.mark.usefixtures("imported")
def test_an_older_file_does_not_bring_an_ended_version_back() -> None:
    file = export_catalogue([ONE])
    withdraw(present(), last_day=date(2026, 5, 1), decision_number="20/QĐ")
    assert fates(file) == [(ONE, 1, Fate.KNOWN)]
    assert versions(ONE)[0].valid_to == date(2026, 5, 1)


@pytest.mark.usefixtures("imported")
def test_a_repeal_is_taken_over_with_its_decision() -> None:
    with transaction.atomic():
        withdraw(present(), last_day=date(2026, 5, 1), decision_number="20/QĐ")
        file = export_catalogue([ONE])
        transaction.set_rollback(True)
    assert fates(file) == [(ONE, 1, Fate.ENDED)]
    sheet = procedure_sheet(versions(ONE)[0].version_id)
    assert (sheet.valid_to, sheet.withdrawn_by) == (date(2026, 5, 1), "20/QĐ")
    assert fates(file) == [(ONE, 1, Fate.KNOWN)]


@pytest.mark.usefixtures("imported")
def test_a_procedure_that_comes_back_after_its_repeal_is_not_told_as_repealed_again() -> None:
    old = present()
    withdraw(old, last_day=date(2026, 5, 1), decision_number="20/QĐ")
    draft = start_draft(old, valid_from=SUMMER)
    new = publish(draft, expected=content(draft)[1], decision_number="30/QĐ")
    assert procedure_sheet(new).withdrawn_by == ""
    file = export_catalogue([ONE])
    empty()
    assert fates(file) == [(ONE, 1, Fate.NEW), (ONE, 2, Fate.NEW)]
    assert sorted((change.kind, change.number) for change in changes()) == [
        ("changed", 2), ("new", 1), ("repealed", 1),
    ]  # fmt: skip


@pytest.mark.usefixtures("imported")
def test_a_repeal_without_a_last_day_repeals_nothing() -> None:
    raw = json.loads(export_catalogue([ONE]))
    raw["versions"][0]["withdrawn_by"] = "20/QĐ"
    empty()
    assert fates(json.dumps(raw)) == [(ONE, 1, Fate.NEW)]
    assert [change.kind for change in changes()] == ["new"]


@pytest.mark.usefixtures("imported")
def test_a_trial_tells_everything_and_changes_nothing() -> None:
    file = export_catalogue()
    empty()
    assert {fate for _code, _number, fate in fates(file, dry_run=True)} == {Fate.NEW}
    assert not ProcedureVersion.objects.exists()


@pytest.mark.usefixtures("imported")
def test_drafts_stay_at_home() -> None:
    start_draft(present())
    assert [record["number"] for record in json.loads(export_catalogue([ONE]))["versions"]] == [1]


def broken(change: Callable[[dict[str, Any]], Any]) -> str:
    raw = json.loads(export_catalogue([ONE]))
    change(raw["versions"][0])
    return json.dumps(raw)


@pytest.mark.usefixtures("imported")
@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda one: one["content"].update(name="Tên khác"), "hash does not fit"),
        (lambda one: one.pop("process"), "process: missing"),
        (lambda one: one.update(code="abc"), "no procedure code"),
        (lambda one: one["content"].update(time_unit="furlong"), "time_unit: no known value"),
        (lambda one: one["content"].update(field_code="a/b"), "field_code: no known value"),
        (lambda one: one["content"].update(valid_from="tomorrow"), "valid_from: not a day"),
        (lambda one: one["content"].update(legal_value="NaN"), "legal_value: not a number"),
        (lambda one: one["content"].update(levels="xa"), "levels: not a list"),
        (lambda one: one["content"].update(boundary_free=1), "boundary_free: neither yes nor no"),
        (lambda one: one.update(number=True), "number: not a number"),
        (lambda one: one["source"].update(segments=[{"unit": "wd"}]), "value: missing"),
        (lambda one: one["source"].update(x="\0"), "source: not a text"),
        (lambda one: one["source"].update(x="\ud800"), "source: not a text"),
        (lambda one: one["process"].update(xml="\ud800"), "xml: not a text"),
        (lambda one: one["content"].update(name="\ud800"), "name: not a text"),
    ],
)
def test_a_record_that_cannot_be_right_is_refused_by_its_place(
    change: Callable[[dict[str, Any]], Any], said: str
) -> None:
    file = broken(change)
    empty()
    with pytest.raises(Refusal, match=said):
        import_exchange(file)
    assert not Procedure.objects.exists()


@pytest.mark.parametrize(
    "data", ["", "[]", "{}", '{"schema": "other", "versions": []}', "[" * 100_000, b"\xff"]
)
def test_other_files_are_refused(db: None, data: str | bytes) -> None:
    with pytest.raises(Refusal):
        import_exchange(data)


@pytest.mark.usefixtures("imported")
def test_a_version_twice_in_the_file_is_refused() -> None:
    raw = json.loads(export_catalogue([ONE]))
    raw["versions"] *= 2
    with pytest.raises(Refusal, match="twice"):
        import_exchange(json.dumps(raw))


@pytest.mark.usefixtures("imported")
def test_from_the_terminal_it_is_two_commands(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "out.json"
    assert export_file(file, [ONE]) == 0
    assert import_exported(file, True) == 0
    assert "1 were here already" in capsys.readouterr().out
    start_draft(present())
    with transaction.atomic():
        shorten()
        assert export_file(file, [ONE]) == 0
        transaction.set_rollback(True)
    assert import_exported(file) == 1
    assert f"{ONE} version 2: not taken over: a draft has this number here" in capsys.readouterr().err
    with pytest.raises(Refusal, match=r"no procedure 9\.999999"):
        export_file(file, ["9.999999"])


@pytest.mark.django_db
def test_only_a_fee_that_names_its_text_says_so_that_older_files_stay_readable() -> None:
    import_catalogue(few(ONE, TWO), valid_from=date(2026, 1, 1))
    before = export_catalogue().count('"set_by": ')
    draft = start_draft(present(), valid_from=SUMMER)
    known, seen = content(draft)
    assert not any(fee.set_by for fee in known.fees)
    fees = (FeeRow(FeeKind.CHARGE, 8000, set_by="Nghị quyết 10/2020/NQ-HĐND"), FeeRow(FeeKind.FEE, 5000))
    seen = save_draft(draft, replace(known, fees=fees), expected=seen)
    publish(draft, expected=seen, decision_number="17/QĐ")
    file = export_catalogue()
    assert file.count('"set_by": ') == before + 1
    empty()
    assert {fate for _code, _number, fate in fates(file)} == {Fate.NEW}
    assert export_catalogue() == file


@pytest.mark.django_db
def test_only_a_group_says_parts_so_that_older_files_stay_readable() -> None:
    import_catalogue(few(ONE, TWO, "1.004845"), valid_from=date(2026, 1, 1))
    assert '"parts"' not in export_catalogue()
    draft = start_draft(present(), valid_from=SUMMER)
    known, seen = content(draft)
    parts = (PartDraft(TWO), PartDraft("1.004845", 1))
    seen = save_draft(
        draft, replace(known, interconnection="group", parts=parts, cases=(), fees=()), expected=seen
    )
    publish(draft, expected=seen, decision_number="16/QĐ")
    file = export_catalogue()
    assert file.count('"parts"') == 1
    empty()
    assert {fate for _code, _number, fate in fates(file)} == {Fate.NEW}
    assert export_catalogue() == file
