"""The hand-over form as it came in, and the command it means."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.http import QueryDict
from django.utils.translation import gettext as _

from motcua.counter import parsing
from motcua.dossiers.commands import Applicant, AuthorisedPerson, HandOver
from motcua.kernel import ids
from motcua.kernel.errors import N_, Refusal
from motcua.parties.ids import mask


@dataclass(frozen=True, slots=True)
class HandOverForm:
    """Everything on the page; `receipt` is "shown" or "lost", `collector` "applicant" or "authorised"."""

    form_id: UUID
    version: int | None = None
    collector: str = "applicant"
    name: str = ""
    id_number: str = ""
    authorisation: str = ""
    address: str = ""
    phone: str = ""
    receipt: str = "shown"
    identity_number: str = ""
    identity_paper: str = ""
    returned: tuple[UUID, ...] = ()
    note: str = ""


def blank(version: int) -> HandOverForm:
    """A new form. No original is ticked: what was handed in stays in the file unless somebody gives it back."""
    return HandOverForm(form_id=ids.uuid7(), version=version)


def read(data: QueryDict) -> HandOverForm:
    """The form as sent."""
    given = parsing.reader(data)
    papers = [found for value in data.getlist("returned") if (found := parsing.uuid(value)) is not None]
    return HandOverForm(
        form_id=parsing.uuid(given("form_id")) or ids.uuid7(),
        version=parsing.whole(given("version"), 1, 10**6),
        collector="authorised" if given("collector") == "authorised" else "applicant",
        name=given("name", 200),
        id_number=given("id_number", 40),
        authorisation=given("authorisation"),
        address=given("address"),
        phone=given("phone", 30),
        receipt="lost" if given("receipt") == "lost" else "shown",
        identity_number=given("identity_number", 40),
        identity_paper=given("identity_paper", 100),
        returned=tuple(dict.fromkeys(papers)),
        note=given("note", 500),
    )


def command(form: HandOverForm, dossier_id: UUID, applicant: Applicant) -> HandOver:
    """The hand-over that is meant. Without a receipt the identity must be checked (N118 Art 6, R-84)."""
    collector = None
    expected = applicant.id_number
    if form.collector == "authorised":
        if not (form.name and form.id_number and form.authorisation):
            raise Refusal(
                "authorisation_needed",
                N_("An authorised collector needs a name, an identity number and an authorisation."),
                N_("Enter all three from the papers the person shows."),
            )
        collector = AuthorisedPerson(
            name=form.name,
            id_number=form.id_number,
            authorisation=form.authorisation,
            address=form.address,
            phone=form.phone,
        )
        expected = form.id_number
    note = form.note
    if form.receipt == "lost":
        note = " ".join(part for part in (_identity_checked(form, expected), note) if part)
    return HandOver(
        command_id=ids.uuid_for("counter form", form.form_id, "hand over"),
        dossier_id=dossier_id,
        expected_version=form.version,
        collector=collector,
        receipt_shown=form.receipt == "shown",
        note=note,
        originals_returned=form.returned,
    )


def _identity_checked(form: HandOverForm, expected: str) -> str:
    if not form.identity_number:
        raise Refusal(
            "identity_needed",
            N_("Without the receipt the person must show an identity paper."),
            N_("Enter the number on it; it is compared with the dossier."),
        )
    if _bare(form.identity_number) != _bare(expected):
        raise Refusal(
            "identity_differs",
            N_("The number on the identity paper is not that of the person who may collect."),
            N_("Compare it again. Somebody else needs an authorisation."),
        )
    paper = form.identity_paper or _("identity paper")
    return _("Receipt lost; compared with %(paper)s %(number)s.") % {
        "paper": paper,
        "number": mask(form.identity_number),
    }


def _bare(number: str) -> str:
    return "".join(sign for sign in number if sign.isalnum()).upper()
