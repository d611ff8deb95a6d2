"""At the desk: what is taken in, what is not, under which code and until when."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from motcua.calendars.queries import revision_sum, work_calendar
from motcua.dossiers import commands as cmd
from motcua.dossiers.checks import check_may_receive
from motcua.dossiers.clocks import reception_clock
from motcua.dossiers.models import Document, Dossier, Guidance
from motcua.dossiers.queries import due_explanation
from motcua.dossiers.services import record_guidance
from motcua.dossiers.status import Channel, Status
from motcua.kernel import time
from motcua.offices.models import Office
from motcua.offices.routing import calendar_of_office
from motcua.procedures.queries import terms
from tests.dossiers.saying import known, nothing_broken, refused, state, types_of
from tests.township import Township, at

SAME_DAY = "2.000815"  # certified copies
MARITAL = "1.004873"  # confirmation of marital status: 3 working days
BY_POST = {"channel": Channel.POST, "submitted_at": at("2026-02-27 09:00")}


def refuse_reception(township: Township, **values: Any) -> cmd.RefuseReception:
    said = {"reason_code": "not_eligible", "reason": "Không đúng đối tượng", "legal_basis": "Luật Hộ tịch"}
    return cmd.RefuseReception(**known(uuid4()), intake=township.intake(), **(said | values))


def test_a_complete_dossier_at_the_counter_gets_a_code_a_due_date_and_its_first_step(
    township: Township,
) -> None:
    outcome = township.receive(when=at("2026-03-02 09:00"))
    found = outcome.state
    assert found.code == "H99.20.1-260302-0001"
    assert found.due_at == at("2026-03-05 09:00")
    assert found.received_at == at("2026-03-02 09:00")
    assert [task.action for task in found.tasks] == ["assign"]
    assert found.status == Status.IN_PROCESSING
    assert Dossier.objects.get(pk=found.id).applicant_folded == "nguyen thi mau dao"
    assert nothing_broken()


def test_the_next_dossier_of_the_day_gets_the_next_number_and_the_next_day_starts_again(
    township: Township,
) -> None:
    codes = [township.receive(when=at(when)).state.code for when in ("2026-03-02 09:00", "2026-03-02 09:01")]
    assert [code[-4:] for code in codes] == ["0001", "0002"]
    assert township.receive(when=at("2026-03-03 07:31")).state.code == "H99.20.1-260303-0001"


def test_the_day_of_a_code_is_the_day_at_the_office_not_in_greenwich(township: Township) -> None:
    assert township.receive(when=at("2026-03-03 06:10")).state.code == "H99.20.1-260303-0001"


def test_in_2017_the_old_family_of_codes_was_in_use(township: Township) -> None:
    assert township.receive(when=at("2017-05-04 08:00")).state.code == "000.01.20.H99-170504-0001"


def test_by_post_the_postmark_starts_the_clock(township: Township) -> None:
    found = township.receive(when=at("2026-03-02 09:00"), **BY_POST).state
    assert found.submitted_at == at("2026-02-27 09:00")
    assert found.due_at == at("2026-03-04 09:00")
    assert found.received_at == at("2026-03-02 09:00")
    assert found.code.startswith("H99.20.1-260302-")


def test_by_post_needs_a_postmark_that_is_not_in_the_future(township: Township) -> None:
    with refused("postmark_needed"):
        township.receive(channel=Channel.POST)
    with refused("in_the_future"):
        township.receive(channel=Channel.POST, submitted_at=township.clock + timedelta(minutes=1))


@pytest.mark.parametrize("code", [MARITAL, SAME_DAY, "1.001699", "LOCAL-DATDAI-TACHTHUA"])
@pytest.mark.parametrize(
    "when", ["2026-02-13 16:30", "2026-04-29 10:00", "2017-08-31 15:59", "2026-03-01 10:00"]
)
def test_the_due_date_is_the_one_computed_again(township: Township, code: str, when: str) -> None:
    found = township.receive(code, when=at(when)).state
    calendar = work_calendar(calendar_of_office(township.office_id), revision_sum())
    clock = reception_clock(calendar, at(when), terms(found.intake.procedure_version_id), None)
    assert (found.due_at, found.legal_due_at, found.provisional) == (
        clock.due_at,
        clock.legal_due_at,
        clock.provisional,
    )
    with time.at(at(when)):
        lines = due_explanation(found)
    due = time.local(found.due_at)
    assert f"{due:%H} giờ {due:%M} phút, ngày {due:%d/%m/%Y}" in lines[-1]


def test_missing_papers_are_named_and_the_dossier_is_not_taken(township: Township) -> None:
    with refused("papers_missing") as said:
        township.receive(papers=())
    missing = terms(township.intake().procedure_version_id).documents
    assert all(paper.name in said[0].message for paper in missing if paper.obligatory)
    assert not Dossier.objects.exists()


def test_the_desk_may_take_it_all_the_same_but_the_reason_is_kept(township: Township) -> None:
    outcome = township.receive(papers=(), override_reason=" Công dân ở xa, bổ sung qua bưu điện ")
    assert outcome.event.override_reason == "Công dân ở xa, bổ sung qua bưu điện"
    assert outcome.event.missing
    assert nothing_broken()


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"applicant": cmd.Applicant(" ", "099190000007")}, "applicant_needed"),
        ({"applicant": cmd.Applicant("Nguyễn Thị Mẫu Đào", "")}, "applicant_needed"),
        ({"document_sets": 0}, "sets_needed"),
        ({"case_variant_id": 999_999_999}, "unknown_case"),
    ],
)
def test_what_form_m01_asks_must_be_there(township: Township, change: dict[str, Any], code: str) -> None:
    with refused(code):
        township.receive(**change)
    assert not Dossier.objects.exists()


def test_a_procedure_without_time_limit_cannot_be_promised(township: Township) -> None:
    from motcua.procedures.models import ProcedureVersion

    without = ProcedureVersion.objects.filter(legal_value=None, committed_value=None).exclude(
        time_unit="same_day"
    )
    codes = [version.procedure.code for version in without.select_related("procedure")]
    assert codes, "the catalogue has procedures without a published limit"
    with refused("no_time_limit"):
        township.receive(codes[0])


def test_only_the_desk_takes_dossiers_in(township: Township) -> None:
    for username in ("phochutich", "chutich", "vanthu", "giamsat", "quantri"):
        with refused("not_a_receptionist"):
            township.receive(username=username)


def test_nobody_takes_in_for_another_office(township: Township) -> None:
    from motcua.offices.actors import SYSTEM
    from motcua.offices.services import OfficeData, create_office

    own = Office.objects.get(pk=township.office_id)
    data = OfficeData(
        name="UBND xã Bên", short_name="Xã Bên", level=4, level_name="commune", code_new="H99.20.2"
    )
    other = create_office(SYSTEM, own.parent_id, data, own.valid_from)
    intake = replace(township.intake(), receiving_office_id=other.pk)
    with refused("not_a_receptionist"):
        check_may_receive(township.actor("tiepnhan"), intake)


def test_a_refusal_needs_its_reason_and_is_kept_with_the_basis_in_law(township: Township) -> None:
    for wrong in ({"reason": "  "}, {"reason_code": ""}):
        with refused("reason_needed"):
            township.execute(refuse_reception(township, **wrong), "tiepnhan")
    command = refuse_reception(township)
    found = township.execute(command, "tiepnhan").state
    assert (found.status, found.code, found.due_at, found.tasks) == (
        Status.REFUSED_AT_RECEPTION,
        None,
        None,
        (),
    )
    with refused("already_received"):
        township.execute(cmd.ReceiveDossier(**known(found.id), intake=township.intake()), "tiepnhan")
    assert nothing_broken()


def test_a_draft_is_kept_changed_and_then_received_once(township: Township) -> None:
    dossier_id, intake = uuid4(), township.intake()
    first = replace(intake, papers=())
    township.execute(cmd.SaveDraft(**known(dossier_id), intake=first), "tiepnhan")
    found = township.execute(cmd.SaveDraft(**known(dossier_id), intake=intake), "hotich").state
    assert (found.status, found.code, found.due_at) == (Status.DRAFT, None, None)
    received = township.execute(
        cmd.ReceiveDossier(**known(dossier_id), intake=intake), "tiepnhan", at("2026-03-04 10:00")
    ).state
    assert received.code == "H99.20.1-260304-0001"
    assert received.due_at == at("2026-03-09 10:00")  # the clock starts at the reception, not at the draft
    assert types_of(dossier_id) == ["drafted", "drafted", "received"]
    with refused("not_a_draft"):
        township.execute(cmd.SaveDraft(**known(dossier_id), intake=intake), "tiepnhan")
    assert nothing_broken()


def test_papers_corrected_between_draft_and_reception_are_the_ones_that_count(township: Township) -> None:
    dossier_id, intake = uuid4(), township.intake()
    township.execute(cmd.SaveDraft(**known(dossier_id), intake=intake), "tiepnhan")
    papers = tuple(replace(paper, originals=2, copies=1, custody="copied") for paper in intake.papers)
    township.execute(
        cmd.ReceiveDossier(**known(dossier_id), intake=replace(intake, papers=papers)), "tiepnhan"
    )
    kept = Document.objects.filter(dossier=dossier_id)
    assert {(row.originals, row.copies, row.custody) for row in kept} == {(2, 1, "copied")}
    assert nothing_broken()


def test_one_paper_is_not_handed_in_twice_under_one_name_plate(township: Township) -> None:
    paper = township.intake().papers[0]
    with refused("paper_twice"):
        township.receive(papers=(*township.intake().papers, paper, paper))


def test_a_paper_must_answer_something_the_procedure_asks_for(township: Township) -> None:
    stray = cmd.Paper(id=uuid4(), name="Giấy lạ", requirement_id=999_999_999)
    with refused("unknown_requirement"):
        township.receive(papers=(*township.intake().papers, stray))


def test_a_result_given_at_once_needs_no_receipt_but_is_in_the_log(township: Township) -> None:
    found = township.receive(SAME_DAY, without_receipt=True).state
    assert found.intake.without_receipt
    assert found.code
    assert time.local(found.due_at).date() == time.local(township.clock).date()
    assert types_of(found.id) == ["received"]


def test_what_takes_days_is_never_taken_without_a_receipt(township: Township) -> None:
    with refused("receipt_needed"):
        township.receive(MARITAL, without_receipt=True)


def test_guidance_is_noted_once_however_often_it_is_sent(township: Township) -> None:
    note = Guidance(
        id=uuid4(),
        office_id=township.office_id,
        officer_id=township.actor("tiepnhan").person_id,
        at=township.clock,
        matter="Cấp hộ chiếu",
        guided_to="Phòng Quản lý xuất nhập cảnh",
    )
    for _ in range(3):
        record_guidance(note, township.actor("tiepnhan"))
    assert Guidance.objects.count() == 1
    note.guided_to = " "
    with refused("guidance_incomplete"):
        record_guidance(note, township.actor("tiepnhan"))


def test_the_same_reception_sent_again_changes_nothing(township: Township) -> None:
    command = cmd.ReceiveDossier(**known(uuid4()), intake=township.intake())
    first = township.execute(command, "tiepnhan")
    again = township.execute(command, "tiepnhan", township.clock + timedelta(minutes=5))
    assert again.repeated
    assert (again.version, again.state.code) == (first.version, first.state.code)
    assert township.receive().state.code.endswith("-0002")


def test_a_dossier_is_received_once(township: Township) -> None:
    found = township.receive().state
    for command in (
        cmd.ReceiveDossier(**known(found.id), intake=township.intake()),
        replace(refuse_reception(township), dossier_id=found.id),
    ):
        with refused("already_received"):
            township.execute(command, "tiepnhan")


def test_texts_that_no_table_holds_are_refused_before_anything_is_written(township: Township) -> None:
    from django.db import transaction

    long = cmd.Applicant("Đ" * 300, "099190000007")
    null = cmd.Applicant("Đào\x00", "099190000007")
    half = cmd.Applicant("Đào\ud800", "099190000007")
    for applicant in (long, null, half):
        with refused("text_unfit"), transaction.atomic():
            township.receive(applicant=applicant)
    assert not Dossier.objects.exists()


def test_the_state_given_back_is_the_state_kept(township: Township) -> None:
    outcome = township.receive()
    assert outcome.state == state(outcome.dossier_id)


def test_an_unknown_dossier_is_said_to_be_unknown(township: Township) -> None:
    with refused("unknown_dossier", 404):
        township.execute(cmd.CompleteTask(**known(uuid4()), task_id=uuid4()), "hotich")
    with refused("unknown_dossier", 404):
        township.execute(cmd.AddPaper(**known(uuid4()), paper=cmd.Paper(id=uuid4(), name="Đơn")), "tiepnhan")
