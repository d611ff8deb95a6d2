"""The reception form that a draft was, to go on with it."""

from __future__ import annotations

from uuid import UUID

from motcua.counter.reception_form import MANNERS, NOBODY_AUTHORISED, PaperLine, ReceptionForm
from motcua.counter.uploads import Upload
from motcua.dossiers.commands import Intake
from motcua.kernel import ids, time


def _other(office_id: int, kept: Intake) -> int | None:
    return None if office_id == kept.receiving_office_id else office_id


def from_intake(dossier_id: UUID, version: int, kept: Intake) -> ReceptionForm:
    """The form that a draft was, to go on with it."""
    back = {value: name for name, value in MANNERS.items()}
    local = time.local(kept.submitted_at) if kept.submitted_at else None
    return ReceptionForm(
        form_id=ids.uuid7(),
        dossier_id=dossier_id,
        version=version,
        procedure_id=kept.procedure_version_id,
        case_id=kept.case_variant_id,
        competent_id=kept.competent_office_id,
        returning_id=_other(kept.returning_office_id, kept),
        parts=kept.parts,
        channel=kept.channel.value,
        postmark_day=f"{local:%Y-%m-%d}" if local else "",
        postmark_time=f"{local:%H:%M}" if local else "",
        person_words=kept.applicant.name,
        applicant=kept.applicant,
        by_authorised=kept.authorised is not None,
        authorised=kept.authorised or NOBODY_AUTHORISED,
        lines=tuple(
            PaperLine(
                requirement_id=paper.requirement_id,
                got=True,
                originals=paper.originals,
                copies=paper.copies,
                manner=back.get((paper.kind, paper.custody), "held"),
                upload=Upload(paper.sha256, paper.file_name, 0, "") if paper.sha256 else None,
            )
            for paper in kept.papers
            if paper.requirement_id is not None
        ),
        other_papers="\n".join(paper.name for paper in kept.papers if paper.requirement_id is None),
        document_sets=kept.document_sets,
        note=kept.note,
        without_receipt=kept.without_receipt,
    )
