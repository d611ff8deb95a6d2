"""Signing issued papers: wanted in the transaction that issues, made afterwards, tried again until it works."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F

from motcua.files.queries import open_file
from motcua.kernel import jobs, time
from motcua.kernel.errors import Refusal
from motcua.papers.kinds import Form
from motcua.papers.models import IssuedPaper, PaperSignature
from motcua.papers.signing import SigningKey, SigningUnavailableError, key_from_settings, sign
from motcua.papers.store import keep_pdf

SIGN_TASK = "motcua.sign_paper"
_State = IssuedPaper.SignedState


def wanted_for(form: Form) -> bool:
    """Whether papers of that form are signed here by themselves."""
    return form.value in settings.SIGN_PAPERS and key_from_settings() is not None


def want_signature(paper_id: UUID) -> None:
    """Promise a signature in the caller's transaction; a worker makes it as soon as that commits."""
    IssuedPaper.objects.filter(pk=paper_id).exclude(signed_state=_State.WAITING).update(
        signed_state=_State.WAITING, signing_tries=0, signing_note=""
    )
    jobs.defer(SIGN_TASK, paper_id=str(paper_id))


def sign_paper(paper_id: UUID, key: SigningKey | None = None) -> bool:
    """Make the signature a paper waits for; False when it cannot be made now. Safe to repeat and to run twice."""
    key = key or key_from_settings()
    paper = (
        IssuedPaper.objects.filter(pk=paper_id, signed_state=_State.WAITING).select_related("office").first()
    )
    if paper is None:
        return True
    if key is None:
        _note(paper_id, "no certificate is configured")
        return False
    position = paper.signatures.count() + 1
    at = time.now().replace(microsecond=0)
    try:
        content = current_bytes(paper)
    except (OSError, Refusal) as error:  # the disk is away; it comes back, or the check of stored files tells
        _note(paper_id, f"the paper cannot be read now ({error})")
        return False
    try:
        signed = sign(
            content,
            key,
            at,
            office=paper.office.name,
            timestamp_url=settings.SIGN_TIMESTAMP_URL,
            position=position,
        )
    except SigningUnavailableError as refusal:
        _note(paper_id, refusal.message)
        return False
    except Refusal as refusal:
        IssuedPaper.objects.filter(pk=paper_id).update(
            signed_state=_State.FAILED, signing_note=refusal.message[:300]
        )
        return True
    try:
        sha256 = keep_pdf(signed.content)
    except Refusal as refusal:
        _note(paper_id, refusal.message)
        return False
    try:
        with transaction.atomic():
            PaperSignature.objects.create(
                paper_id=paper_id,
                position=position,
                file_id=sha256,
                signer=signed.signer[:300],
                signed_at=at,
                timestamped=signed.timestamped,
            )
            IssuedPaper.objects.filter(pk=paper_id).update(signed_state=_State.SIGNED, signing_note="")
    except IntegrityError:
        pass  # another worker was quicker; its signature counts
    return True


def sign_waiting(limit: int = 200) -> int:
    """Make the signatures that wait until one cannot be made; gives how many were made.

    Those that failed least often come first, then the oldest: one paper in trouble holds up no other.
    """
    waiting = (
        IssuedPaper.objects.filter(signed_state=_State.WAITING)
        .order_by("signing_tries", "issued_at")
        .values_list("pk", flat=True)[:limit]
    )
    done = 0
    for paper_id in list(waiting):
        if not sign_paper(paper_id):
            break
        done += 1
    return done


def current_file(paper: IssuedPaper) -> str:
    """The hash of the paper with all its signatures."""
    last = paper.signatures.order_by("-position").values_list("file_id", flat=True).first()
    return last or paper.file_id


def current_bytes(paper: IssuedPaper) -> bytes:
    """The paper with all its signatures."""
    with open_file(current_file(paper)) as file:
        return file.read()


def _note(paper_id: UUID, text: str) -> None:
    IssuedPaper.objects.filter(pk=paper_id).update(
        signing_tries=F("signing_tries") + 1, signing_note=text[:300]
    )
