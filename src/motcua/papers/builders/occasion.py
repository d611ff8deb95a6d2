"""What a paper says that follows from one event: read from the ledger, nothing of it typed again."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from motcua.dossiers import events as ev
from motcua.dossiers import ledger
from motcua.offices.models import Office, Unit
from motcua.papers.builders.citizen import (
    apology_data,
    receipt_data,
    refusal_data,
    stop_notice_data,
    supplement_data,
)
from motcua.papers.builders.reading import Facts, facts_of, no_paper
from motcua.papers.forms import (
    ApologyKind,
    ConsultationData,
    FormData,
    SupplementItem,
)

# Rooms above know the money of a dossier: each gives what was paid and what was given back, in đồng.
money_of: list[Callable[[UUID], tuple[int, int]]] = []
_ASKED_BY = {
    "counter": "Trực tiếp tại bộ phận tiếp nhận",
    "post": "Qua dịch vụ bưu chính",
    "online": "Trực tuyến",
    "": "Cơ quan giải quyết",
}
_STOPPED_BY_LAW = {
    "withdrawn": "Điều 21 Nghị định số 118/2025/NĐ-CP",
    "closed_no_supplement": "Hết thời hạn bổ sung, hoàn thiện hồ sơ theo phiếu yêu cầu",
}


def data_for(dossier_id: UUID, entry: ledger.Entry) -> FormData:
    """The content of the paper that the event calls for. Refuses (`no_such_paper_yet`) when it calls for none."""
    event = entry.event
    if isinstance(event, ev.Received):
        return receipt_data(dossier_id)
    if isinstance(event, ev.ReceptionRefused | ev.Decided):
        return refusal_data(dossier_id)
    facts = facts_of(dossier_id)
    who = next((line.who for line in facts.page.history if line.seq == entry.seq), "") or facts.officer
    match event:
        case ev.SupplementRequested() | ev.SupplementDelivered():
            return _supplement(facts, entry)
        case ev.Extended():
            return apology_data(
                dossier_id,
                reason=event.reason,
                new_due_at=event.appointment_at,
                signer_name=who,
                late_unit=facts.page.tasks[0].unit if facts.page.tasks else "",
            )
        case ev.Apologised():
            return apology_data(
                dossier_id,
                reason=event.text,
                new_due_at=facts.page.state.appointment_at,
                signer_name=who,
                kind=ApologyKind(event.kind),
            )
        case ev.Stopped():
            return _stop_notice(facts, entry, event, who)
        case ev.OpinionAsked():
            return _consultation(facts, event, who)
    raise no_paper()


def _supplement(facts: Facts, entry: ledger.Entry) -> FormData:
    told = entry.event if isinstance(entry.event, ev.SupplementDelivered) else None
    for before in reversed(ledger.entries(facts.page.id)[: entry.seq]):
        asked = before.event
        if not isinstance(asked, ev.SupplementRequested):
            continue
        hotline = Office.objects.values_list("hotline", flat=True).get(pk=facts.intake.receiving_office_id)
        return supplement_data(
            facts.page.id,
            items=[SupplementItem(item.what, item.reason) for item in asked.items],
            reason="Hồ sơ chưa đầy đủ, chưa hợp lệ theo quy định",
            contact_name=facts.style.desk,
            contact_phone=hotline,
            officer_name=next(
                (line.who for line in facts.page.history if line.seq == before.seq), facts.officer
            ),
            stage="" if told is None else "Trong quá trình giải quyết",
            request_number=asked.number,
            legal_basis=asked.legal_basis,
            complete_by=told.complete_by if told else None,
        )
    raise no_paper()


def _stop_notice(facts: Facts, entry: ledger.Entry, event: ev.Stopped, who: str) -> FormData:
    paid = [money(facts.page.id) for money in money_of]
    return stop_notice_data(
        facts.page.id,
        asked_at=entry.at,
        asked_by=_ASKED_BY.get(event.requested_by, event.requested_by),
        reason=event.reason,
        legal_basis=event.legal_basis or _STOPPED_BY_LAW.get(event.kind, "Pháp luật chuyên ngành"),
        officer_name=who,
        paid=sum(one for one, _back in paid),
        refunded=sum(back for _one, back in paid),
        papers_returned=[paper.name for paper in facts.page.papers if paper.custody == "held"],
    )


def _consultation(facts: Facts, event: ev.OpinionAsked, who: str) -> FormData:
    return ConsultationData(
        asked_body=Unit.objects.values_list("name", flat=True).get(pk=event.unit_id),
        lead_agency=facts.page.competent_office,
        dossier_code=facts.page.code,
        procedure=facts.request,
        summary=f"Hồ sơ của {facts.applicant.name}: {facts.request}",
        questions=(event.question,),
        deadline=event.answer_by,
        signer_name=who,
        documents=tuple(paper.name for paper in facts.page.papers if paper.kind != "result"),
    )
