"""Importing the catalogue: new, changed and unchanged procedures, each with a process that strands nobody."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from motcua.calendars.worktime import LAST_HOUR
from motcua.procedures.importing import CatalogueRefused
from motcua.procedures.models import Field, Procedure, ProcedureVersion
from motcua.procedures.queries import terms, version_in_force
from motcua.procedures.services import ImportReport, import_catalogue
from motcua.processes.models import ProcessVersion
from motcua.processes.queries import compiled, problems_of, step_lines

TEXT = (Path(__file__).parents[2] / "scenarios" / "procedures.yaml").read_text(encoding="utf-8")
NEW_YEAR = date(2026, 1, 1)
SPRING = date(2026, 4, 1)
DISABILITY = "name: Đổi, cấp lại Giấy xác nhận khuyết tật"


def version(code: str, on: date = NEW_YEAR) -> ProcedureVersion:
    found = version_in_force(code, on)
    assert found is not None
    return ProcedureVersion.objects.get(pk=found)


def test_all_82_procedures_come_in(imported: ImportReport) -> None:
    assert imported.text == "82 procedures: 82 new, 0 changed, 0 unchanged"
    assert Procedure.objects.count() == 82
    assert Field.objects.count() == 21
    assert ProcedureVersion.objects.filter(process_version=None).count() == 0


def test_every_process_is_sound_ends_with_the_return_and_has_one_decision(imported: ImportReport) -> None:
    for process in ProcessVersion.objects.all():
        assert problems_of(process.pk, None) == (), process.process.key
        steps = step_lines(process.pk)
        assert steps[0].action == "receive"
        assert steps[-1].action == "return"
        assert [step.action for step in steps].count("sign") == 1
        assert [step.action for step in steps].count("return") == 1


def test_published_steps_keep_their_times(imported: ImportReport) -> None:
    steps = step_lines(terms(version("1.001806").pk).process_version_id)
    assert [step.minutes for step in steps] == [240, 240, 3360, 240, 480, 240, None]
    assert "Sở Y tế" in steps[2].name


def test_without_published_steps_the_standard_seven_share_the_committed_time(imported: ImportReport) -> None:
    steps = step_lines(terms(version("1.001653").pk).process_version_id)
    assert [step.action for step in steps] == [
        "receive",
        "assign",
        "examine",
        "review",
        "sign",
        "clerk",
        "return",
    ]
    assert sum(step.minutes or 0 for step in steps) == 3 * 480


def test_waiting_for_the_tax_office_is_a_step_of_its_own_and_not_counted(imported: ImportReport) -> None:
    steps = step_lines(terms(version("LOCAL-DATDAI-CHUYENNHUONG").pk).process_version_id)
    tax = steps[2]
    assert (tax.role, tax.unit, tax.status, tax.minutes) == (
        "case_officer",
        "division",
        "waiting_financial_duty",
        None,
    )


def test_the_same_file_again_changes_nothing(imported: ImportReport) -> None:
    before = ProcedureVersion.objects.count(), ProcessVersion.objects.count()
    again = import_catalogue(TEXT, valid_from=SPRING)
    assert again.text == "82 procedures: 0 new, 0 changed, 82 unchanged"
    assert (ProcedureVersion.objects.count(), ProcessVersion.objects.count()) == before


def test_a_changed_procedure_gets_a_new_version_from_its_date(imported: ImportReport) -> None:
    old = version("1.001653")
    changed = TEXT.replace(DISABILITY, DISABILITY + " mới")
    report = import_catalogue(changed, valid_from=SPRING, decision_number="12/QĐ-UBND")
    assert (report.new, report.changed, report.unchanged) == (0, 1, 81)
    old.refresh_from_db()
    assert old.valid_to == date(2026, 3, 31)
    assert version("1.001653", date(2026, 3, 31)) == old
    new = version("1.001653", SPRING)
    assert (new.number, new.valid_to, new.decision_number) == (2, None, "12/QĐ-UBND")
    assert terms(old.pk).name != terms(new.pk).name


def test_a_year_replayed_later_finds_its_own_versions(imported: ImportReport) -> None:
    import_catalogue(TEXT, valid_from=date(2017, 1, 1))
    birth = version("1.001193", date(2017, 6, 1))
    assert birth.valid_to == date(2025, 12, 31)
    assert version("1.001193").pk != birth.pk
    assert version_in_force("1.001193", date(2016, 12, 31)) is None


def test_a_correction_from_the_same_day_replaces_the_version(imported: ImportReport) -> None:
    import_catalogue(TEXT.replace(DISABILITY, DISABILITY + " mới"), valid_from=NEW_YEAR)
    assert version("1.001653").name.endswith("mới")
    assert ProcedureVersion.objects.filter(procedure__code="1.001653").count() == 2


def test_a_bad_file_changes_nothing(imported: ImportReport) -> None:
    before = ProcedureVersion.objects.count()
    bad = TEXT.replace(DISABILITY, DISABILITY + " mới").replace("count: 82", "count: 81")
    with pytest.raises(CatalogueRefused):
        import_catalogue(bad, valid_from=SPRING)
    assert ProcedureVersion.objects.count() == before
    assert version("1.001653", SPRING).valid_to is None


def test_terms_are_what_a_dossier_needs(imported: ImportReport) -> None:
    birth = terms(version("1.001193").pk)
    assert birth.same_day
    assert birth.legal is not None
    assert birth.legal.cutoff is not None
    assert [document.obligatory for document in birth.documents] == [True, True, False]
    karaoke = terms(version("LOCAL-LT-KARAOKE").pk)
    assert karaoke.legal is not None
    assert karaoke.legal.cutoff is LAST_HOUR
    licence = terms(version("1.013225").pk)
    assert licence.case_variants[0].legal is not None
    assert licence.case_variants[0].legal.allotment is not None
    assert licence.case_variants[0].legal.allotment.value == Decimal(15)
    unknown = terms(version("2.001023").pk)
    assert unknown.legal is None


def test_terms_and_nets_are_read_once(imported: ImportReport, django_assert_num_queries: object) -> None:
    identity = version("1.013225").pk
    with django_assert_num_queries(3):  # type: ignore[operator]
        found = terms(identity)
    with django_assert_num_queries(1):  # type: ignore[operator]
        compiled(found.process_version_id)
    with django_assert_num_queries(0):  # type: ignore[operator]
        terms(identity)
        compiled(found.process_version_id)
