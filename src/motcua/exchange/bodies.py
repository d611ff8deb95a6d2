"""What the kinds of messages carry, written and read. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from motcua.dossiers.commands import Applicant, AuthorisedPerson
from motcua.exchange import reading

LONGEST_WORDS = 2000
_KINDS = ("submitted", "shown", "processing", "result")


@dataclass(frozen=True, slots=True)
class SentPaper:
    """A paper of the dossier; its bytes, if any, travel beside the message and are known by their hash."""

    name: str
    kind: str
    copies: int = 0
    requirement: str = ""
    sha256: str = ""
    file_name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedDossier:
    """`hand_over`: everything the receiving desk needs to take the dossier in."""

    hand_over: UUID
    asked: str
    answer_by: datetime
    office: str  # identifier of the office there; empty: the partner decides
    from_office: str
    procedure: str
    procedure_name: str
    case: str
    applicant: Applicant
    authorised: AuthorisedPerson | None
    papers: tuple[SentPaper, ...]
    submitted_at: datetime
    due_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """All other kinds: about which hand-over, in what words, at which instant of the sender's clock."""

    hand_over: UUID
    at: datetime
    text: str = ""
    code: str = ""  # acknowledged: the receiver's own code
    decision: str = ""  # result: approved, refused; empty when it ended without a decision
    number: str = ""
    papers: tuple[SentPaper, ...] = ()


def write_handed(body: HandedDossier) -> dict[str, Any]:
    """As JSON data."""
    return {
        "hand_over": str(body.hand_over),
        "asked": body.asked,
        "answer_by": _written(body.answer_by),
        "office": body.office,
        "from_office": body.from_office,
        "procedure": {"code": body.procedure, "name": body.procedure_name, "case": body.case},
        "applicant": _person(
            body.applicant, ("name", "id_number", "id_kind", "kind", "address", "phone", "email")
        ),
        "authorised": _person(
            body.authorised, ("name", "id_number", "authorisation", "address", "phone", "email")
        ),
        "papers": _papers(body.papers),
        "submitted_at": _written(body.submitted_at),
        "due_at": _written(body.due_at),
    }


def read_handed(values: Mapping[str, Any]) -> HandedDossier:
    """The body of a hand-over. Raises NotTakenError."""
    procedure, who = reading.part(values, "procedure"), reading.part(values, "applicant")
    other = values.get("authorised")
    return HandedDossier(
        hand_over=reading.identifier(values, "hand_over"),
        asked=reading.text(values, "asked", LONGEST_WORDS),
        answer_by=reading.instant(values, "answer_by"),
        office=reading.text(values, "office", 30, needed=False),
        from_office=reading.text(values, "from_office", 200),
        procedure=reading.text(procedure, "code", 30),
        procedure_name=reading.text(procedure, "name", 1000),
        case=reading.text(procedure, "case", 500, needed=False),
        applicant=Applicant(
            name=reading.text(who, "name", 200),
            id_number=reading.text(who, "id_number", 30),
            id_kind=reading.text(who, "id_kind", 12),
            kind=reading.text(who, "kind", 12),
            **_contact(who),
        ),
        authorised=None if other is None else _authorised(reading.part(values, "authorised")),
        papers=_read_papers(values),
        submitted_at=reading.instant(values, "submitted_at"),
        due_at=reading.instant(values, "due_at"),
    )


def write_told(body: Told) -> dict[str, Any]:
    """As JSON data; what is empty is left out."""
    texts = {"text": body.text, "code": body.code, "decision": body.decision, "number": body.number}
    known: dict[str, Any] = {name: value for name, value in texts.items() if value}
    if body.papers:
        known["papers"] = _papers(body.papers)
    return known | {"hand_over": str(body.hand_over), "at": _written(body.at)}


def read_told(values: Mapping[str, Any]) -> Told:
    """The body of any other kind. Raises NotTakenError."""
    return Told(
        hand_over=reading.identifier(values, "hand_over"),
        at=reading.instant(values, "at"),
        text=reading.text(values, "text", LONGEST_WORDS, needed=False),
        code=reading.text(values, "code", 64, needed=False),
        decision=reading.text(values, "decision", 10, needed=False),
        number=reading.text(values, "number", 100, needed=False),
        papers=_read_papers(values),
    )


def _written(at: datetime) -> str:
    return at.astimezone(UTC).isoformat()


def _person(person: object, names: Iterable[str]) -> dict[str, str] | None:
    return None if person is None else {name: getattr(person, name) for name in names}


def _papers(papers: Iterable[SentPaper]) -> list[dict[str, Any]]:
    return [
        {
            "name": paper.name,
            "kind": paper.kind,
            "copies": paper.copies,
            "requirement": paper.requirement,
            "sha256": paper.sha256,
            "file_name": paper.file_name,
        }
        for paper in papers
    ]


def _read_papers(values: Mapping[str, Any]) -> tuple[SentPaper, ...]:
    return tuple(_paper(item) for item in reading.objects(values, "papers"))


def _paper(values: Mapping[str, Any]) -> SentPaper:
    kind, sha256 = reading.text(values, "kind", 12), reading.text(values, "sha256", 64, needed=False)
    if kind not in _KINDS or (sha256 and not is_hash(sha256)):
        raise reading.unreadable("a paper of unknown kind or with a broken hash")
    return SentPaper(
        name=reading.text(values, "name", 500),
        kind=kind,
        copies=reading.number(values, "copies", 0, 999),
        requirement=reading.text(values, "requirement", 500, needed=False),
        sha256=sha256,
        file_name=reading.text(values, "file_name", 255, needed=False),
    )


def is_hash(text: str) -> bool:
    """Whether it is a SHA-256 in lower hexadecimal digits."""
    return len(text) == 64 and set(text) <= set("0123456789abcdef")


def _contact(values: Mapping[str, Any]) -> dict[str, str]:
    return {
        "address": reading.text(values, "address", 300, needed=False),
        "phone": reading.text(values, "phone", 30, needed=False),
        "email": reading.text(values, "email", 254, needed=False),
    }


def _authorised(values: Mapping[str, Any]) -> AuthorisedPerson:
    return AuthorisedPerson(
        name=reading.text(values, "name", 200),
        id_number=reading.text(values, "id_number", 30),
        authorisation=reading.text(values, "authorisation", 500),
        **_contact(values),
    )
