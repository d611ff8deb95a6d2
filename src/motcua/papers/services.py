"""Issuing papers: numbered, drawn, kept by hash, all in one transaction."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
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


def issue_for(
    dossier_id: UUID,
    form: Form,
    data: FormData,
    actor: Actor,
    command_id: UUID,
    *,
    office_id: int | None = None,
) -> Issued:
    """Issue a paper of a dossier, in the edition and numbering of the dossier's own rule set.

    `office_id`: who issues it; without it the receiving office, or the competent one for papers it heads.
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
    return _issue(office, form, data, actor, command_id, rules_by_id(rule_set), dossier_id, code or "")


def issue(office_id: int, form: Form, data: FormData, actor: Actor, command_id: UUID) -> Issued:
    """Issue a paper that belongs to no single dossier: a list, a book. Under the rules in force today."""
    known = IssuedPaper.objects.filter(pk=command_id).first()
    if known is not None:
        return _issued(known, form, repeated=True)
    return _issue(office_id, form, data, actor, command_id, in_force(time.today()), None, "")


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


def _issue(
    office_id: int,
    form: Form,
    data: FormData,
    actor: Actor,
    command_id: UUID,
    rules: Rules,
    dossier_id: UUID | None,
    code: str,
) -> Issued:
    if not isinstance(data, DATA_OF[form]):
        raise TypeError(f"{form} is drawn from {DATA_OF[form].__name__}, not from {type(data).__name__}")
    style = style_of(office_id)
    at = time.now().replace(microsecond=0)
    year = time.local(at).year
    token = secrets.token_urlsafe(12)
    try:
        with transaction.atomic():
            row = one(_NEXT_NUMBER, [office_id, form.value, year])
            assert row is not None
            number = int(row[0])
            head = _head(rules, form, at, number, token, code)
            sha256 = keep_pdf(render(data, style.style, head))
            paper = IssuedPaper.objects.create(
                id=command_id,
                dossier_id=dossier_id,
                office_id=office_id,
                form=form,
                edition=head.edition,
                form_label=head.form_label,
                template_version=TEMPLATE_VERSION,
                style_id=style.id,
                number=number,
                number_text=number_text(style.style.pattern(form), number, style.style.unit_sign),
                year=year,
                issued_at=at,
                issued_by_id=actor.person_id,
                file_id=sha256,
                token=token,
            )
            if wanted_for(form):
                want_signature(paper.pk)
            if dossier_id is not None:
                _record(dossier_id, paper)
    except IntegrityError as error:
        # The same command at the same moment: its number went back with the savepoint.
        if "papers_issuedpaper_pkey" not in str(error):
            raise
        return _issued(IssuedPaper.objects.get(pk=command_id), form, repeated=True)
    return _issued(paper, form)


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
