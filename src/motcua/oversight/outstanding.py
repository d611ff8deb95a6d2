"""What the program itself still owes: papers, signatures, messages, exchange, jobs; with the reason, never silent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from motcua.dossiers.queries import visible_dossiers
from motcua.exchange.envelope import Kind
from motcua.exchange.queries import dead_letters, late_at_partners
from motcua.exchange.words import KIND_WORDS
from motcua.kernel import jobs
from motcua.notices.queries import stuck, unreached
from motcua.offices.actors import Actor
from motcua.papers.kinds import KINDS, Form
from motcua.papers.models import IssuedPaper, PaperDue

SHOWN = 50
_A_WHILE = timedelta(minutes=10)
_State = IssuedPaper.SignedState


@dataclass(frozen=True, slots=True)
class Owed:
    """One thing that is overdue with the program, and why."""

    what: str
    code: str
    why: str
    since: datetime | None
    url: str = ""
    given_up: bool = False  # a job without further tries, until somebody asks for them


def outstanding(actor: Actor, now: datetime) -> tuple[Owed, ...]:
    """Everything of the dossiers the person may see; jobs of the whole installation. At most SHOWN of each."""
    return (*_papers(actor), *_signatures(actor, now), *_messages(actor, now), *_exchange(actor), *_jobs())


def _papers(actor: Actor) -> list[Owed]:
    rows = PaperDue.objects.filter(dossier__in=visible_dossiers(actor)).select_related("dossier")
    return [
        Owed(_("Not drawn: %(paper)s") % {"paper": _title(row.form)}, row.dossier.code or "", row.reason, row.since,
             _papers_url(row.dossier_id))
        for row in rows.order_by("since")[:SHOWN]
    ]  # fmt: skip


def _signatures(actor: Actor, now: datetime) -> list[Owed]:
    overdue = Q(signed_state=_State.FAILED) | Q(signed_state=_State.WAITING, issued_at__lt=now - _A_WHILE)
    rows = IssuedPaper.objects.filter(overdue, dossier__in=visible_dossiers(actor)).select_related("dossier")
    return [
        Owed(_("Not signed: %(paper)s") % {"paper": _title(row.form)}, row.dossier.code or "" if row.dossier else "",
             row.signing_note, row.issued_at, _papers_url(row.dossier_id) if row.dossier_id else "")
        for row in rows.order_by("issued_at")[:SHOWN]
    ]  # fmt: skip


def _messages(actor: Actor, now: datetime) -> list[Owed]:
    found = []
    people, since = unreached(actor.offices(), now - timedelta(days=1))
    if people:
        why = _("%(count)s people were reached by no message and have not been called for more than a day.")
        found.append(Owed(_("Calls of the desk"), "", why % {"count": people}, since))
    if waiting := stuck():
        why = _("%(count)s messages wait although their channel works. Is the worker running?")
        found.append(Owed(_("Messages"), "", why % {"count": waiting}, None))
    return found


def _exchange(actor: Actor) -> list[Owed]:
    found = []
    for letter in dead_letters(actor)[:SHOWN]:
        what = _("Not brought to %(partner)s: %(message)s") % {
            "partner": letter.message.partner.name,
            "message": KIND_WORDS[Kind(letter.message.kind)],
        }
        found.append(
            Owed(what, letter.code, letter.why, letter.message.dead_at, _exchange_url(letter.dossier_id))
        )
    for late in late_at_partners(actor)[:SHOWN]:
        confirmed = late.acknowledged_at is not None
        what = _("Waiting for %(partner)s") % {"partner": late.partner.name}
        why = (
            _("It took the dossier in, but has not answered in time.")
            if confirmed
            else _("It has not confirmed within two working hours.")
        )
        since = late.answer_by if confirmed else late.confirm_by
        code = late.dossier.code if late.dossier else ""
        found.append(Owed(what, code or "", why, since, _exchange_url(late.dossier_id)))
    return found


def _exchange_url(dossier_id: UUID | None) -> str:
    return reverse("exchange:of-dossier", args=[dossier_id]) if dossier_id else reverse("exchange:partners")


def _jobs() -> list[Owed]:
    why = _("Given up after %(count)s tries; the log of that hour says why.")
    what = _("Work in the background: %(task)s")
    return [
        Owed(what % {"task": job.task}, "", why % {"count": job.attempts}, job.since, given_up=True)
        for job in jobs.failed(SHOWN)
    ]


def _title(form: str) -> str:
    return KINDS[Form(form)].name_in()


def _papers_url(dossier_id: UUID) -> str:
    return reverse("papers:of-dossier", args=[dossier_id])
