"""Files of dossiers that travel beside the messages: which are here, which must be asked for."""

from __future__ import annotations

from collections.abc import Iterable
from typing import BinaryIO
from uuid import UUID

from motcua.dossiers.commands import Paper
from motcua.exchange.bodies import SentPaper
from motcua.exchange.refusals import NotTakenError, Reason
from motcua.files.models import StoredFile
from motcua.files.services import store
from motcua.kernel import ids
from motcua.kernel.errors import Refusal


def missing(papers: Iterable[SentPaper]) -> tuple[str, ...]:
    """Hashes of the files that are not in our store."""
    wanted = {paper.sha256 for paper in papers if paper.sha256}
    if not wanted:
        return ()
    return tuple(sorted(wanted - set(StoredFile.objects.filter(pk__in=wanted).values_list("pk", flat=True))))


def keep(stream: BinaryIO, sha256: str, file_name: str) -> None:
    """Keep a file that a partner sends. Raises NotTakenError when it is unfit or not the one announced."""
    try:
        kept = store(stream, file_name)
    except Refusal as refusal:
        raise NotTakenError(Reason.FILE_UNFIT, f"{file_name}: {refusal.message}") from refusal
    if kept.sha256 != sha256:
        raise NotTakenError(Reason.BAD_SIGNATURE, f"{file_name} has other bytes than announced")


def as_paper(
    hand_over_id: UUID, number: int, paper: SentPaper, *, kind: str, requirement: int | None
) -> Paper:
    """The paper as one of our dossier; originals stay where the applicant gave them."""
    return Paper(
        id=ids.uuid_for("exchanged paper", hand_over_id, kind, number),
        name=paper.name,
        kind=kind,
        copies=paper.copies,
        requirement_id=requirement,
        sha256=paper.sha256 or None,
        file_name=paper.file_name,
    )


def as_sent(papers: Iterable[Paper], requirements: dict[int, str]) -> tuple[SentPaper, ...]:
    """Papers of a dossier as they are told to a partner; a requirement is known there by its name."""
    return tuple(
        SentPaper(
            name=paper.name,
            kind=paper.kind,
            copies=paper.copies,
            requirement=requirements.get(paper.requirement_id or 0, ""),
            sha256=paper.sha256 or "",
            file_name=paper.file_name,
        )
        for paper in papers
    )
