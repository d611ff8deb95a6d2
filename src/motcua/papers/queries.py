"""Reading issued papers: one for printing, those of a dossier, and what the public may know of one."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from django.db.models import Q

from motcua.dossiers.queries import visible_dossiers
from motcua.offices.actors import Actor
from motcua.papers.kinds import KINDS, Edition, Form
from motcua.papers.models import IssuedPaper
from motcua.papers.services import no_such_paper
from motcua.papers.signatures import current_file


@dataclass(frozen=True, slots=True)
class PaperLine:
    """An issued paper in a list."""

    id: UUID
    form: Form
    title: str
    form_label: str
    number_text: str
    issued_at: datetime
    issued_by: str
    signed_state: str
    signing_note: str
    dossier_id: UUID | None


@dataclass(frozen=True, slots=True)
class PublicPaper:
    """What anybody may know who holds the paper: no name, no dossier, no content."""

    title: str
    form_label: str
    number_text: str
    office: str
    issued_at: datetime
    signed: bool
    waiting_for_signature: bool


class Sameness(StrEnum):
    """How a file compares with a paper."""

    AS_ISSUED = "as_issued"
    SIGNED = "signed"
    DIFFERENT = "different"


def paper_line(paper_id: UUID, actor: Actor) -> PaperLine:
    """One paper, if the person may see its dossier, or its office when it has none. Refuses otherwise (404)."""
    return _line(seen(paper_id, actor))


def seen(paper_id: UUID, actor: Actor) -> IssuedPaper:
    """The row behind `paper_line`."""
    paper = IssuedPaper.objects.select_related("office", "issued_by").filter(pk=paper_id).first()
    if paper is None or not _may_see(paper, actor):
        raise no_such_paper()
    return paper


def papers_of(dossier_id: UUID) -> tuple[PaperLine, ...]:
    """The papers of a dossier, the newest first. Who may see the dossier is asked before."""
    rows = IssuedPaper.objects.select_related("issued_by").filter(dossier_id=dossier_id)
    return tuple(_line(paper) for paper in rows.order_by("-issued_at", "-number"))


def papers_of_many(dossier_ids: Collection[UUID]) -> dict[UUID, list[PaperLine]]:
    """The papers of several dossiers, the newest first. One statement; who may see them is asked before."""
    found: dict[UUID, list[PaperLine]] = {}
    rows = IssuedPaper.objects.select_related("issued_by").filter(dossier_id__in=list(dossier_ids))
    for paper in rows.order_by("-issued_at", "-number"):
        if paper.dossier_id is not None:
            found.setdefault(paper.dossier_id, []).append(_line(paper))
    return found


def papers_without_dossier(actor: Actor, limit: int = 50) -> tuple[PaperLine, ...]:
    """The newest lists and books of the offices one may look at."""
    seen_offices = Q(office_id__in=actor.offices())
    rows = IssuedPaper.objects.select_related("issued_by").filter(seen_offices, dossier=None)
    return tuple(_line(paper) for paper in rows.order_by("-issued_at", "-number")[:limit])


def file_of(paper: IssuedPaper) -> tuple[str, str]:
    """Hash of the bytes to print, with every signature, and a file name without personal data."""
    name = paper.number_text.replace("/", "-")
    return current_file(paper), f"{paper.form}-{name}-{paper.year}.pdf"


def public_paper(token: str) -> PublicPaper | None:
    """The paper of a verification token; None when none was issued with it. One statement."""
    paper = IssuedPaper.objects.select_related("office").filter(token=token).first()
    if paper is None:
        return None
    return PublicPaper(
        title=KINDS[Form(paper.form)].name_in(Edition(paper.edition)),
        form_label=paper.form_label,
        number_text=paper.number_text,
        office=paper.office.name,
        issued_at=paper.issued_at,
        signed=paper.signed_state == IssuedPaper.SignedState.SIGNED,
        waiting_for_signature=paper.signed_state == IssuedPaper.SignedState.WAITING,
    )


def compare(token: str, chunks: Iterable[bytes]) -> Sameness:
    """Whether the bytes are those of the paper, as issued or with a signature. Nothing of them is kept."""
    digest = hashlib.sha256()
    for chunk in chunks:
        digest.update(chunk)
    given = digest.hexdigest()
    paper = IssuedPaper.objects.filter(token=token).first()
    if paper is None:
        return Sameness.DIFFERENT
    if paper.signatures.filter(file_id=given).exists():
        return Sameness.SIGNED
    return Sameness.AS_ISSUED if given == paper.file_id else Sameness.DIFFERENT


def _may_see(paper: IssuedPaper, actor: Actor) -> bool:
    if paper.dossier_id is not None:
        return visible_dossiers(actor).filter(pk=paper.dossier_id).exists()
    return actor.may_see_office(paper.office.path)


def _line(paper: IssuedPaper) -> PaperLine:
    return PaperLine(
        id=paper.pk,
        form=Form(paper.form),
        title=KINDS[Form(paper.form)].name_in(Edition(paper.edition)),
        form_label=paper.form_label,
        number_text=paper.number_text,
        issued_at=paper.issued_at,
        issued_by=paper.issued_by.full_name if paper.issued_by else "",
        signed_state=paper.signed_state,
        signing_note=paper.signing_note,
        dossier_id=paper.dossier_id,
    )
