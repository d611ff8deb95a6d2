"""Phiếu chuyển xử lý: who is to do what with a dossier now, until when (NĐ 61/2018 Art 19(6))."""

from __future__ import annotations

from uuid import UUID

from motcua.kernel import time
from motcua.offices.models import Unit
from motcua.papers.builders.reading import facts_of, no_paper
from motcua.papers.forms import TransferOrder, TransferSlipData


def transfer_slip_data(dossier_id: UUID, sender: str) -> TransferSlipData:
    """One order for each step that waits with a time limit, the competent office's as the leading one.

    Refuses (`no_such_paper_yet`) while nobody has a step that is counted.
    """
    facts = facts_of(dossier_id)
    steps = [task for task in facts.page.tasks if task.due_at is not None]
    if not steps:
        raise no_paper()
    units = Unit.objects.select_related("office").in_bulk({task.unit_id for task in steps})
    competent = facts.intake.competent_office_id
    lead = next((task.id for task in steps if units[task.unit_id].office_id == competent), None)
    documents = "; ".join(paper.name for paper in facts.page.papers if paper.kind != "result")
    return TransferSlipData(
        dossier_code=facts.page.code,
        procedure=facts.request,
        applicant_name=facts.applicant.name,
        orders=tuple(
            TransferOrder(
                agency=f"{task.unit}, {units[task.unit_id].office.name}",
                task=task.name,
                deadline=task.due_at,
                leading=task.id == lead,
                documents=documents,
            )
            for task in steps
            if task.due_at is not None
        ),
        sender_unit=facts.desk,
        sender_name=sender,
        sent_at=time.now(),
    )
