"""Issuing papers: numbered, drawn, kept by hash, all in one transaction."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID, uuid5

from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse

from motcua.dossiers.commands import RecordIssuedPaper
from motcua.dossiers.models import Dossier
from motcua.dossiers.queries import unknown_dossier
from motcua.dossiers.services import execute
from motcua.files.queries import open_file
from motcua.kernel import time
from motcua.kernel.errors import N_, Refusal, Stale
from motcua.kernel.errors import Status as HttpStatus
from motcua.kernel.sql import one
from motcua.offices.actors import SYSTEM, Actor
from motcua.offices.models import Office
from motcua.papers import style as styles
from motcua.papers.drawing import TEMPLATE_VERSION, Head, render
from motcua.papers.forms import DATA_OF, FormData
from motcua.papers.kinds import KINDS, Edition, Form, HeadLine, number_text
from motcua.papers.models import IssuedPaper, PaperStyle
from motcua.papers.signatures import want_signature, wanted_for
from motcua.papers.store import keep_pdf
from motcua.papers.style import Style
from motcua.papers.styles import StoredStyle, style_of
from motcua.rules.parameters import Rules
from motcua.rules.queries import by_id as rules_by_id
from motcua.rules.queries import in_force

_NEXT_NUMBER = """
INSERT INTO papers_papercounter (office_id, form, year, last) VALUES (%s, %s, %s, 1)
ON CONFLICT (office_id, form, year) DO UPDATE SET last = papers_papercounter.last + 1
RETURNING last
"""


@dataclass(frozen=True, slots=True)
class Issued:
    """A paper that exists now: what the ledger needs of it. `repeated`: it was there before this call."""

    id: UUID
    form: Form
    number: int
    number_text: str
    year: int
    sha256: str
    token: str
    issued_at: datetime
    repeated: bool = False


@dataclass(frozen=True, slots=True)
class Occasion:
    """What calls for a paper: its instant, who did it, and the number of the event if it is one of the ledger."""

    seq: int | None
    at: datetime
    person_id: int | None


def issue_for(
    dossier_id: UUID,
    form: Form,
    data: FormData,
    actor: Actor,
    command_id: UUID,
    *,
    office_id: int | None = None,
    number: int | None = None,
    occasion: Occasion | None = None,
) -> Issued:
    """Issue a paper of a dossier, in the edition and numbering of the dossier's own rule set.

    `office_id`: who issues it; without it the receiving office, or the competent one for papers it heads.
    `number`: given by a book of its own (receipts for money); without it the next one of form, office and year.
    `occasion`: the event it follows from; it bears that instant and that person, however late it is drawn.
    Safe to repeat with the same `command_id`. May run inside the caller's transaction: then number and paper
    exist exactly when that commits. Raises Refusal when data are missing; no number is used.
    """
    known = IssuedPaper.objects.filter(pk=command_id).first()
    if known is not None:
        return _issued(known, form, repeated=True)
    row = (
        Dossier.objects.filter(pk=dossier_id)
        .values_list("receiving_office_id", "competent_office_id", "rule_set_id", "code")
        .first()
    )
    if row is None:
        raise unknown_dossier()
    receiving, competent, rule_set, code = row
    office = office_id or (competent if KINDS[form].head is HeadLine.OFFICE else receiving)
    wish = _Wish(office, form, actor.person_id, command_id, rules_by_id(rule_set), dossier_id, code or "")
    return _issue(replace(wish, number=number, occasion=occasion), data)


def issue(office_id: int, form: Form, data: FormData, actor: Actor, command_id: UUID) -> Issued:
    """Issue a paper that belongs to no single dossier: a list, a book. Under the rules in force today."""
    known = IssuedPaper.objects.filter(pk=command_id).first()
    if known is not None:
        return _issued(known, form, repeated=True)
    return _issue(_Wish(office_id, form, actor.person_id, command_id, in_force(time.today())), data)


def reprint(paper_id: UUID) -> bytes:
    """The bytes as they were issued, whatever templates and styles say today."""
    paper = IssuedPaper.objects.filter(pk=paper_id).values_list("file_id", flat=True).first()
    if paper is None:
        raise no_such_paper()
    with open_file(paper) as file:
        return file.read()


def save_style(office_id: int, style: Style, seen_version: int, actor: Actor) -> StoredStyle:
    """Publish a new version of an office's style; papers issued so far stay as they are.

    Refuses people who do not administer the office, and a version that somebody else has superseded.
    """
    office = Office.objects.filter(pk=office_id).first()
    if office is None or not actor.administers(office.path):
        raise not_your_office()
    styles.check(style)
    try:
        with transaction.atomic():
            row = PaperStyle.objects.create(
                office_id=office_id,
                version=seen_version + 1,
                content=styles.to_json(style),
                made_at=time.now(),
                made_by_id=actor.person_id,
            )
    except IntegrityError:
        raise Stale(
            "style_changed",
            N_("Somebody has changed the papers of this office meanwhile."),
            N_("Load the page again and repeat your changes."),
        ) from None
    return StoredStyle(style, row.pk, row.version)


def not_your_office() -> Refusal:
    """The answer to somebody who does not administer the office."""
    return Refusal(
        "not_your_office",
        N_("You do not administer this office."),
        N_("Ask an administrator of the office or of one above it."),
        status=HttpStatus.FORBIDDEN,
    )


def no_such_paper() -> Refusal:
    """The answer for a paper that is not there, or not for this person: nobody learns which."""
    return Refusal(
        "no_such_paper",
        N_("There is no such paper."),
        N_("Open the dossier to see its papers."),
        status=HttpStatus.NOT_FOUND,
    )


@dataclass(frozen=True, slots=True)
class _Wish:
    """Everything about a paper but its content."""

    office_id: int
    form: Form
    person_id: int | None
    command_id: UUID
    rules: Rules
    dossier_id: UUID | None = None
    code: str = ""
    number: int | None = None
    occasion: Occasion | None = None

    @property
    def at(self) -> datetime:
        return (self.occasion.at if self.occasion else time.now()).replace(microsecond=0)

    @property
    def issued_by(self) -> int | None:
        return self.occasion.person_id if self.occasion else self.person_id


def _issue(wish: _Wish, data: FormData) -> Issued:
    if not isinstance(data, DATA_OF[wish.form]):
        expected = DATA_OF[wish.form].__name__
        raise TypeError(f"{wish.form} is drawn from {expected}, not from {type(data).__name__}")
    try:
        with transaction.atomic():
            paper = _drawn(wish, data)
            if wanted_for(wish.form):
                want_signature(paper.pk)
            if wish.dossier_id is not None:
                _record(wish.dossier_id, paper)
    except IntegrityError as error:
        # The same command at the same moment: its number went back with the savepoint.
        if not any(name in str(error) for name in ("papers_issuedpaper_pkey", "paper_of_event")):
            raise
        return _issued(IssuedPaper.objects.get(pk=wish.command_id), wish.form, repeated=True)
    return _issued(paper, wish.form)


def _drawn(wish: _Wish, data: FormData) -> IssuedPaper:
    """The paper with its number, drawn and kept."""
    stored = style_of(wish.office_id)
    form, at, year = wish.form, wish.at, time.local(wish.at).year
    number, token = wish.number or _next_number(wish.office_id, form, year), secrets.token_urlsafe(12)
    head = _head(wish.rules, form, at, number, token, wish.code)
    return IssuedPaper.objects.create(
        id=wish.command_id,
        dossier_id=wish.dossier_id,
        seq=wish.occasion.seq if wish.occasion else None,
        office_id=wish.office_id,
        form=form,
        edition=head.edition,
        form_label=head.form_label,
        template_version=TEMPLATE_VERSION,
        style_id=stored.id,
        number=number,
        number_text=number_text(stored.style.pattern(form), number, stored.style.unit_sign),
        year=year,
        issued_at=at,
        issued_by_id=wish.issued_by,
        file_id=keep_pdf(render(data, stored.style, head)),
        token=token,
    )


def _next_number(office_id: int, form: Form, year: int) -> int:
    row = one(_NEXT_NUMBER, [office_id, form.value, year])
    assert row is not None
    return int(row[0])


def _record(dossier_id: UUID, paper: IssuedPaper) -> None:
    """The dossier's ledger keeps the number and the hash of what was issued."""
    execute(
        RecordIssuedPaper(
            command_id=uuid5(paper.pk, "ledger"),
            dossier_id=dossier_id,
            issued_id=paper.pk,
            form=paper.form_label or paper.form,
            number=paper.number_text,
            sha256=paper.file_id,
        ),
        SYSTEM,
    )


def _head(rules: Rules, form: Form, at: datetime, number: int, token: str, code: str) -> Head:
    return Head(
        edition=Edition(rules.form_set),
        issued_at=at,
        number=number,
        form_label=str(_of_form(rules, "form_numbers", form)),
        size=str(_of_form(rules, "form_paper", form)),
        verify_url=verify_address(token, code),
        token=token,
    )


def _of_form(rules: Rules, name: str, form: Form) -> object:
    values = rules.parameters[name].value if name in rules.parameters else {}
    return values.get(form.value, "") if isinstance(values, dict) else ""


def verify_address(token: str, code: str = "") -> str:
    """The public address that says whether a paper was issued. The code lets the desk's reader find the dossier."""
    path = reverse("papers:verify", args=[token])
    return f"{settings.PUBLIC_URL.rstrip('/')}{path}" + (f"?code={code}" if code else "")


def _issued(paper: IssuedPaper, form: Form, *, repeated: bool = False) -> Issued:
    if paper.form != form:
        raise Refusal(
            "command_used",
            N_("This request has been used for another paper already."),
            N_("Load the page again and repeat it."),
            status=HttpStatus.STALE,
        )
    return Issued(
        id=paper.pk,
        form=Form(paper.form),
        number=paper.number,
        number_text=paper.number_text,
        year=paper.year,
        sha256=paper.file_id,
        token=paper.token,
        issued_at=paper.issued_at,
        repeated=repeated,
    )
