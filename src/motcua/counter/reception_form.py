"""The reception form as it came in, and the intake it means.

The form remembers everything typed, right or wrong, so that nothing is lost when a page comes back. Only
`intake()` judges, and only what no later rule looks at; the rest is the life cycle's business.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.http import QueryDict

from motcua.counter import parsing
from motcua.counter.uploads import Upload, read_token
from motcua.dossiers.commands import Applicant, AuthorisedPerson, ChosenPart, Intake, Paper
from motcua.dossiers.status import Channel
from motcua.kernel import ids, time
from motcua.kernel.errors import N_, Refusal
from motcua.parties.ids import IdKind, check
from motcua.procedures.found import SheetDocument

# What the desk does with the originals of a paper: (kind, custody) of the dossier's paper.
MANNERS = {
    "held": ("submitted", "held"),
    "copied": ("submitted", "copied"),
    "shown": ("shown", "none"),
    "electronic": ("submitted", "none"),
}
NOBODY = Applicant(name="", id_number="")
NOBODY_AUTHORISED = AuthorisedPerson(name="", id_number="", authorisation="")
_MOST_SHEETS = 999
_MOST_OTHERS = 20
_MOST_PARTS = 99


@dataclass(frozen=True, slots=True)
class PaperLine:
    """One line of the checklist as ticked at the desk."""

    requirement_id: int
    got: bool
    originals: int
    copies: int
    manner: str
    upload: Upload | None = None
    token: str = ""


@dataclass(frozen=True, slots=True)
class ReceptionForm:
    """Everything on the reception page. `form_id` makes each of its buttons harmless when pressed twice."""

    form_id: UUID
    dossier_id: UUID
    version: int | None = None
    procedure_id: int | None = None
    procedure_words: str = ""
    case_id: int | None = None
    competent_id: int | None = None  # another office than the desk's own
    returning_id: int | None = None
    parts: tuple[ChosenPart, ...] = ()  # of a group of procedures, in its order
    channel: str = Channel.COUNTER.value
    postmark_day: str = ""
    postmark_time: str = ""
    person_choice: str = ""
    person_words: str = ""
    applicant: Applicant = NOBODY
    by_authorised: bool = False
    authorised: AuthorisedPerson = NOBODY_AUTHORISED
    lines: tuple[PaperLine, ...] = ()
    other_papers: str = ""
    document_sets: int = 1
    note: str = ""
    without_receipt: bool = False
    override_reason: str = ""
    refuse_code: str = ""
    refuse_reason: str = ""
    refuse_basis: str = ""
    matter: str = ""
    guided_to: str = ""
    advice: str = ""

    def line(self, requirement_id: int) -> PaperLine | None:
        """What was ticked for a required paper, if the page showed it."""
        return next((line for line in self.lines if line.requirement_id == requirement_id), None)

    @property
    def submitted_at(self) -> datetime | None:
        """The arrival postmark, when the papers came by post."""
        if self.channel != Channel.POST:
            return None
        return parsing.instant(self.postmark_day, self.postmark_time)

    def command_id(self, act: str) -> UUID:
        """The id of what one button of this form does: the same however often it is pressed."""
        return ids.uuid_for("counter form", self.form_id, act)


def blank() -> ReceptionForm:
    """A new form with ids of its own."""
    return ReceptionForm(form_id=ids.uuid7(), dossier_id=ids.uuid7())


def read(data: QueryDict, person_id: int) -> ReceptionForm:
    """The form as sent. Values nobody could have chosen are dropped, never guessed."""
    given = parsing.reader(data)
    got = {parsing.row_id(value) for value in [*data.getlist("got"), *data.getlist("got_extra")]}
    shown = [found for value in data.getlist("line") if (found := parsing.row_id(value)) is not None]
    return ReceptionForm(
        form_id=parsing.uuid(given("form_id")) or ids.uuid7(),
        dossier_id=parsing.uuid(given("dossier_id")) or ids.uuid7(),
        version=parsing.whole(given("version"), 1, 10**6),
        procedure_id=parsing.row_id(given("procedure")),
        procedure_words=given("procedure_q", 120),
        case_id=parsing.row_id(given("case")),
        competent_id=parsing.row_id(given("competent")),
        returning_id=parsing.row_id(given("returning")),
        parts=tuple(
            ChosenPart(
                parsing.row_id(given(f"part_case_{number}")),
                parsing.row_id(given(f"part_competent_{number}")),
            )
            for number in range(1, (parsing.whole(given("parts"), 0, _MOST_PARTS) or 0) + 1)
        ),
        channel=given("channel") if given("channel") in set(Channel) else Channel.COUNTER.value,
        postmark_day=given("postmark_day", 10),
        postmark_time=given("postmark_time", 5),
        person_choice=given("person", 1000),
        person_words=given("person_q", 1000),
        applicant=_applicant(data),
        by_authorised=bool(given("by_authorised")),
        authorised=_authorised(data),
        lines=tuple(_line(data, number, number in got, person_id) for number in dict.fromkeys(shown)),
        other_papers=given("other_papers", 2000),
        document_sets=parsing.whole(given("document_sets"), 0, _MOST_SHEETS) or 0,
        note=given("note", 1000),
        without_receipt=bool(given("without_receipt")),
        override_reason=given("override_reason", 500),
        refuse_code=given("refuse_code", 40),
        refuse_reason=given("refuse_reason", 1000),
        refuse_basis=given("refuse_basis", 500),
        matter=given("matter", 500),
        guided_to=given("guided_to", 300),
        advice=given("advice", 2000),
    )


def _applicant(data: QueryDict) -> Applicant:
    return Applicant(
        name=parsing.text(data, "name", 200),
        id_number=parsing.text(data, "id_number", 40),
        id_kind=parsing.text(data, "id_kind", 12) or IdKind.CITIZEN_ID.value,
        kind="organisation" if parsing.text(data, "kind") == "organisation" else "citizen",
        address=parsing.text(data, "address", 300),
        phone=parsing.text(data, "phone", 30),
        email=parsing.text(data, "email", 254),
    )


def _authorised(data: QueryDict) -> AuthorisedPerson:
    return AuthorisedPerson(
        name=parsing.text(data, "auth_name", 200),
        id_number=parsing.text(data, "auth_id_number", 40),
        authorisation=parsing.text(data, "auth_paper", 300),
        address=parsing.text(data, "auth_address", 300),
        phone=parsing.text(data, "auth_phone", 30),
        email=parsing.text(data, "auth_email", 254),
    )


def _line(data: QueryDict, number: int, got: bool, person_id: int) -> PaperLine:
    token = parsing.text(data, f"file_{number}", 1000)
    upload = read_token(token, person_id)
    manner = parsing.text(data, f"manner_{number}")
    return PaperLine(
        requirement_id=number,
        got=got,
        originals=parsing.whole(parsing.text(data, f"originals_{number}"), 0, _MOST_SHEETS) or 0,
        copies=parsing.whole(parsing.text(data, f"copies_{number}"), 0, _MOST_SHEETS) or 0,
        manner=manner if manner in MANNERS else "held",
        upload=upload,
        token=token if upload else "",
    )


def usual_manner(document: SheetDocument) -> str:
    """What a desk usually does with such a paper: keep the original, or compare the copy and give it back."""
    return "held" if document.originals else "copied"


def intake(form: ReceptionForm, office_id: int, documents: Iterable[SheetDocument]) -> Intake:
    """What the desk takes in. Refuses a missing procedure or person and numbers that cannot be right."""
    if form.procedure_id is None:
        raise Refusal(
            "procedure_needed",
            N_("No procedure has been chosen yet."),
            N_("Type three letters of its name and press Enter."),
        )
    return Intake(
        procedure_version_id=form.procedure_id,
        receiving_office_id=office_id,
        competent_office_id=_competent(form) or office_id,
        returning_office_id=form.returning_id or office_id,
        applicant=checked_applicant(form),
        channel=Channel(form.channel),
        submitted_at=form.submitted_at,
        case_variant_id=form.case_id,
        authorised=_checked_authorised(form),
        papers=papers(form, documents),
        document_sets=form.document_sets,
        without_receipt=form.without_receipt,
        note=form.note,
        parts=form.parts,
    )


def _competent(form: ReceptionForm) -> int | None:
    """The chosen office; of a group the one of its first part."""
    return form.parts[0].competent_office_id if form.parts else form.competent_id


def checked_applicant(form: ReceptionForm) -> Applicant:
    """The applicant with the number in its stored form. Refuses a missing name or an impossible number."""
    applicant = form.applicant
    if not applicant.name or not applicant.id_number:
        raise Refusal(
            "applicant_needed",
            N_("The applicant's name or identity number is missing."),
            N_("Scan the identity card or type both."),
        )
    kind = IdKind(applicant.id_kind) if applicant.id_kind in set(IdKind) else IdKind.OTHER
    number = check(kind, applicant.id_number, time.today()).number
    return replace(applicant, id_kind=kind.value, id_number=number, name=" ".join(applicant.name.split()))


def _checked_authorised(form: ReceptionForm) -> AuthorisedPerson | None:
    if not form.by_authorised:
        return None
    if not (form.authorised.name and form.authorised.id_number and form.authorised.authorisation):
        raise Refusal(
            "authorised_incomplete",
            N_("The authorised person needs a name, an identity number and the authorisation."),
            N_("Enter all three, or untick “Handed in by an authorised person”."),
        )
    return form.authorised


def papers(form: ReceptionForm, documents: Iterable[SheetDocument]) -> tuple[Paper, ...]:
    """The papers that were ticked, with the same ids however often the form is sent."""
    names = {document.id: document.name for document in documents}
    asked = tuple(
        _paper(form, line, names[line.requirement_id])
        for line in form.lines
        if line.got and line.requirement_id in names
    )
    others = [" ".join(row.split()) for row in form.other_papers.splitlines() if row.strip()]
    return asked + tuple(
        Paper(
            id=ids.uuid_for("paper", form.dossier_id, "other", number),
            name=name[:500],
            originals=1,
            custody="held",
        )
        for number, name in enumerate(others[:_MOST_OTHERS])
    )


def _paper(form: ReceptionForm, line: PaperLine, name: str) -> Paper:
    kind, custody = MANNERS[line.manner]
    return Paper(
        id=ids.uuid_for("paper", form.dossier_id, line.requirement_id),
        name=name,
        kind=kind,
        originals=line.originals,
        copies=line.copies,
        custody=custody if line.originals or custody == "copied" else "none",
        requirement_id=line.requirement_id,
        sha256=line.upload.sha256 if line.upload else None,
        file_name=line.upload.file_name if line.upload else "",
    )
