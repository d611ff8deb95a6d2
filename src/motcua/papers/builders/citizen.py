"""M01–M05 for a dossier. What only the act itself knows (reasons, new dates) is handed in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from motcua.dossiers import events as ev
from motcua.dossiers import ledger
from motcua.dossiers.status import Channel
from motcua.papers.builders.group import appointments, request_of_group
from motcua.papers.builders.reading import Facts, count_words, facts_of, limits, no_paper
from motcua.papers.forms import (
    ApologyData,
    ApologyKind,
    Appointment,
    Authorised,
    ReceiptData,
    RefusalData,
    StopNoticeData,
    SubmittedPaper,
    SupplementData,
    SupplementItem,
)

REASON_WORDS = {
    "papers_incomplete": "Hồ sơ không đầy đủ",
    "papers_invalid": "Giấy tờ không hợp lệ hoặc không đọc được",
    "not_entitled": "Không đủ điều kiện theo quy định",
    "no_authorisation": "Người nộp không có giấy ủy quyền hợp lệ",
    "outside_competence": "Không thuộc thẩm quyền giải quyết",
    "already_settled": "Việc đang được giải quyết hoặc đã được giải quyết",
}


def receipt_data(dossier_id: UUID, follow_url: str = "") -> ReceiptData:
    """M01 as of the reception. Refuses a dossier that was not received."""
    facts = facts_of(dossier_id)
    state, intake = facts.page.state, facts.intake
    if state.received_at is None or state.due_at is None or state.code is None:
        raise no_paper()
    legal, committed = limits(intake)
    by_post = intake.channel == Channel.POST and state.submitted_at is not None
    return ReceiptData(
        dossier_code=state.code,
        desk=facts.desk,
        applicant_name=facts.applicant.name,
        applicant_id=facts.applicant.id_number,
        address=facts.applicant.address,
        phone=facts.applicant.phone,
        email=facts.applicant.email,
        authorised=_authorised(facts),
        request=request_of_group(intake.group) if intake.group else facts.request,
        documents=tuple(SubmittedPaper(paper.name, count_words(paper)) for paper in intake.papers),
        document_sets=intake.document_sets,
        legal_time=legal,
        committed_time=committed,
        received_at=state.received_at,
        posted_at=state.submitted_at if by_post else None,
        due=appointments(intake.group) if intake.group else (Appointment(_promised(dossier_id)),),
        return_place=facts.page.returning_office,
        book=facts.page.group_name,
        officer_name=facts.officer,
        submitter_name=intake.authorised.name if intake.authorised else facts.applicant.name,
        follow_url=follow_url,
    )


def supplement_data(
    dossier_id: UUID,
    *,
    items: Sequence[SupplementItem],
    reason: str,
    contact_name: str,
    contact_phone: str,
    officer_name: str,
    stage: str = "",
    request_number: int = 1,
    legal_basis: str = "",
    complete_by: datetime | None = None,
) -> SupplementData:
    """M02 for what was found missing."""
    facts = facts_of(dossier_id)
    return SupplementData(
        applicant_name=facts.applicant.name,
        address=facts.applicant.address,
        phone=facts.applicant.phone,
        email=facts.applicant.email,
        request=facts.request,
        items=tuple(items),
        reason=reason,
        contact_name=contact_name,
        contact_phone=contact_phone,
        officer_name=officer_name,
        dossier_code=facts.page.code,
        stage=stage,
        request_number=request_number,
        legal_basis=legal_basis,
        complete_by=complete_by,
    )


def refusal_data(dossier_id: UUID, competent_authority: str = "") -> RefusalData:
    """M03 from the ledger: a refusal of reception, or the decision not to grant. Refuses when there is neither."""
    facts = facts_of(dossier_id)
    names = {line.seq: line.who for line in facts.page.history}
    for entry in reversed(ledger.entries(dossier_id)):
        event = entry.event
        if isinstance(event, ev.ReceptionRefused):
            return _refusal(
                facts,
                event.reason,
                event.legal_basis,
                names.get(entry.seq, ""),
                kind=REASON_WORDS.get(event.reason_code, ""),
                competent_authority=competent_authority,
            )
        if isinstance(event, ev.Decided) and event.decision == "refused":
            return _refusal(
                facts, event.reason, event.legal_basis, names.get(entry.seq, ""), after_appraisal=True
            )
    raise no_paper()


def apology_data(
    dossier_id: UUID,
    *,
    reason: str,
    new_due_at: datetime | None,
    signer_name: str,
    kind: ApologyKind = ApologyKind.LATE,
    late_unit: str = "",
    promised_at: datetime | None = None,
) -> ApologyData:
    """M04. `promised_at`: the appointment that is not kept; without it the dossier's present due date."""
    facts = facts_of(dossier_id)
    state = facts.page.state
    missed = promised_at or state.due_at
    if state.received_at is None or missed is None:
        raise no_paper()
    called = "" if facts.applicant.kind == "citizen" else "Tổ chức "
    return ApologyData(
        addressee=f"{called or 'Ông (Bà) '}{facts.applicant.name}",
        agency=facts.page.competent_office,
        procedure=facts.request,
        applicant_name=facts.applicant.name,
        applicant_id=facts.applicant.id_number,
        dossier_code=facts.page.code,
        received_at=state.received_at,
        promised_at=missed,
        reason=reason,
        new_due_at=new_due_at,
        signer_name=signer_name,
        kind=kind,
        late_unit=late_unit,
    )


def stop_notice_data(
    dossier_id: UUID,
    *,
    asked_at: datetime,
    asked_by: str,
    reason: str,
    legal_basis: str,
    officer_name: str,
    step: str = "",
    unit: str = "",
    paid: int = 0,
    refunded: int = 0,
    papers_returned: Sequence[str] = (),
) -> StopNoticeData:
    """M05. `step` and `unit`: where the dossier stood; without them the open task, if there still is one."""
    facts = facts_of(dossier_id)
    open_task = facts.page.tasks[0] if facts.page.tasks else None
    last = facts.page.way[-1] if facts.page.way else None
    return StopNoticeData(
        applicant_name=facts.applicant.name,
        applicant_id=facts.applicant.id_number,
        address=facts.applicant.address,
        phone=facts.applicant.phone,
        dossier_code=facts.page.code,
        procedure=facts.request,
        asked_at=asked_at,
        asked_by=asked_by,
        reason=reason,
        step=step or (open_task.name if open_task else last.name if last else ""),
        unit=unit or (open_task.unit if open_task else last.unit if last else ""),
        undecided=facts.page.state.decision is None,
        legal_basis=legal_basis,
        officer_name=officer_name,
        paid=paid,
        refunded=refunded,
        papers_returned=tuple(papers_returned),
    )


def _promised(dossier_id: UUID) -> datetime:
    """The appointment of the receipt: what was promised at reception, whatever happened since."""
    for entry in ledger.entries(dossier_id):
        if isinstance(entry.event, ev.Received):
            return entry.event.due_at
    raise no_paper()


def _authorised(facts: Facts) -> Authorised | None:
    person = facts.intake.authorised
    if person is None:
        return None
    return Authorised(
        person.name, person.id_number, person.authorisation, person.address, person.phone, person.email
    )


def _refusal(
    facts: Facts,
    reason: str,
    legal_basis: str,
    who: str,
    *,
    kind: str = "",
    competent_authority: str = "",
    after_appraisal: bool = False,
) -> RefusalData:
    return RefusalData(
        desk=facts.page.competent_office if after_appraisal else facts.desk,
        applicant_name=facts.applicant.name,
        applicant_id=facts.applicant.id_number,
        address=facts.applicant.address,
        phone=facts.applicant.phone,
        email=facts.applicant.email,
        dossier_code=facts.page.code,
        request=facts.request,
        reason=reason,
        reason_kind=kind,
        legal_basis=legal_basis,
        competent_authority=competent_authority,
        officer_name=who,
        after_appraisal=after_appraisal,
        submitter_name=facts.intake.authorised.name if facts.intake.authorised else facts.applicant.name,
    )
