"""How an office writes: its own texts, quiet hours, language, what it does not send."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time as clock_time

from django.db import IntegrityError, transaction

from motcua.kernel import time
from motcua.kernel.errors import N_, Refusal, Stale
from motcua.kernel.errors import Status as HttpStatus
from motcua.notices import sms, writing
from motcua.notices.models import Practice, TextVersion
from motcua.notices.moments import SENT, Channel, Moment
from motcua.notices.texts import LANGUAGES, Text, checked, rendered
from motcua.offices.actors import Actor
from motcua.offices.models import Office

MOST_PARTS = 4


@dataclass(frozen=True, slots=True)
class PracticeData:
    """What an office says about its messages. `silent`: ("handed_over:sms", …)."""

    quiet_from: clock_time
    quiet_to: clock_time
    language: str
    sms_with_marks: bool
    silent: tuple[str, ...] = ()


def save_text(
    office_id: int,
    moment: Moment,
    channel: Channel,
    language: str,
    text: Text | None,
    seen: int,
    actor: Actor,
) -> TextVersion:
    """The office's own text from now on; None: the packaged one again. Messages written before keep theirs.

    Refuses unknown places (and lists the known ones), an SMS of more than four parts, and a text that
    somebody else has changed since version `seen` was shown.
    """
    office = administered(office_id, actor)
    if channel not in SENT or language not in LANGUAGES:
        raise _no_such_text()
    if actor.person_id is None:
        raise _no_such_text()
    found = Text("") if text is None else checked_text(text, channel, office, language)
    if writing.texts_in_force(office_id, moment, language)[channel].version != seen:
        raise _stale()
    try:
        with transaction.atomic():
            return TextVersion.objects.create(
                office=office,
                moment=moment,
                channel=channel,
                language=language,
                version=seen + 1,
                subject=found.subject,
                body=found.body,
                packaged=text is None,
                at=time.now(),
                by_id=actor.person_id,
            )
    except IntegrityError:
        raise _stale() from None


def checked_text(text: Text, channel: Channel, office: Office, language: str) -> Text:
    """The text as it would be saved. Refuses what `save_text` refuses."""
    found = checked(text, channel)
    if channel == Channel.SMS:
        practice = writing.practice_of(office.pk)
        sample = rendered(found, writing.sample_values(office, language)).body
        parts = sms.measure(sample if practice.sms_with_marks else sms.without_marks(sample)).parts
        if parts > MOST_PARTS:
            raise Refusal(
                "sms_too_long",
                N_("The SMS would have %(parts)s parts; at most %(most)s are sent."),
                N_("Shorten it, or send it without marks."),
                params={"parts": parts, "most": MOST_PARTS},
            )
    return found


def save_practice(office_id: int, data: PracticeData, seen: int, actor: Actor) -> None:
    """How the office writes from now on; messages that wait follow the new quiet hours, too."""
    office = administered(office_id, actor)
    known = {f"{moment}:{channel}" for moment in Moment for channel in SENT}
    if data.language not in LANGUAGES or not set(data.silent) <= known:
        raise _no_such_text()
    values = {
        "quiet_from": data.quiet_from,
        "quiet_to": data.quiet_to,
        "language": data.language,
        "sms_with_marks": data.sms_with_marks,
        "silent": sorted(data.silent),
        "version": seen + 1,
    }
    if seen == 0:
        _, made = Practice.objects.get_or_create(office=office, defaults=values)
        if made:
            return
    if not Practice.objects.filter(office=office, version=seen).update(**values):
        raise _stale()


def administered(office_id: int, actor: Actor) -> Office:
    """The office, if the person administers it; refuses as if there were none."""
    office = Office.objects.filter(pk=office_id).first() if office_id < 2**63 else None
    if office is None or not actor.administers(office.path):
        raise Refusal(
            "no_such_office",
            N_("There is no such office."),
            N_("Choose one from the list."),
            status=HttpStatus.NOT_FOUND,
        )
    return office


def _stale() -> Stale:
    return Stale(
        "text_changed",
        N_("Somebody else has changed this meanwhile."),
        N_("Load the page again and look at what is new."),
    )


def _no_such_text() -> Refusal:
    return Refusal("no_such_text", N_("There is no such message."), N_("Choose one from the list."))
