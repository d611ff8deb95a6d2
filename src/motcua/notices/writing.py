"""Who is told, and in which words: contacts and values from the ledger, the text in force, the office's practice."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from motcua.dossiers import events as ev
from motcua.dossiers import ledger
from motcua.dossiers.groups import promised
from motcua.dossiers.state import DossierState
from motcua.kernel import formats
from motcua.kernel.errors import N_
from motcua.notices import sms
from motcua.notices.models import Practice, TextVersion
from motcua.notices.moments import AT_RETURNING_DESK, SENT, Channel, Moment, date_of
from motcua.notices.packaged import packaged
from motcua.notices.texts import Text
from motcua.offices.models import Office, Person, Unit
from motcua.offices.roles import UnitKind

FIELD_WORDS = {
    "name": N_("name of the applicant"),
    "id_number": N_("identity number"),
    "id_kind": N_("kind of identity paper"),
    "address": N_("address"),
    "phone": N_("phone"),
    "email": N_("e-mail address"),
}


@dataclass(frozen=True, slots=True)
class News:
    """One event of a dossier, and the dossier as it stands now."""

    entry: ledger.Entry
    state: DossierState
    ledger: tuple[ledger.Entry, ...] = field(repr=False, default=())

    @property
    def event(self) -> ev.Event:
        return self.entry.event


@dataclass(frozen=True, slots=True)
class Contact:
    """How somebody can be reached; `phone` as it was typed."""

    phone: str
    mobile: str | None
    email: str

    def address(self, channel: Channel) -> str:
        """Where the channel leads to; empty when it leads nowhere."""
        return (self.mobile or "") if channel == Channel.SMS else self.email


def news_of(dossier_id: UUID, seq: int) -> News | None:
    """The event with the state of now; None when there is no such event. One statement."""
    entries = tuple(ledger.entries(dossier_id))
    entry = next((entry for entry in entries if entry.seq == seq), None)
    return News(entry, ledger.fold_entries(dossier_id, entries), entries) if entry else None


def contact_of(state: DossierState) -> Contact:
    """The applicant's phone and address; those of who handed in for them when the applicant has none."""
    intake = state.intake
    assert intake is not None
    people = (intake.applicant, *((intake.authorised,) if intake.authorised else ()))
    person = next((person for person in people if person.phone.strip() or person.email.strip()), people[0])
    email = person.email.strip()
    whole = email.count("@") == 1 and not any(sign.isspace() for sign in email) and not email.startswith("@")
    return Contact(person.phone.strip(), sms.mobile_number(person.phone), email if whole else "")


def language_for(state: DossierState, practice: Practice) -> str:
    """The office's language; English for who identifies with a passport."""
    assert state.intake is not None
    return "en" if state.intake.applicant.id_kind == "passport" else practice.language


def practice_of(office_id: int) -> Practice:
    """How the office writes; the usual way when it has not said."""
    return Practice.objects.filter(pk=office_id).first() or Practice(office_id=office_id, version=0)


def office_for(moment: Moment, state: DossierState) -> Office:
    """The desk that speaks to the citizen at this moment."""
    assert state.intake is not None
    returning = moment in AT_RETURNING_DESK
    office_id = state.intake.returning_office_id if returning else state.intake.receiving_office_id
    return Office.objects.get(pk=office_id)


@dataclass(frozen=True, slots=True)
class Chosen:
    """The text that counts, and the office's version it comes from (None: packaged)."""

    text: Text
    version_id: int | None = None
    version: int = 0


def texts_in_force(office_id: int, moment: Moment, language: str) -> dict[Channel, Chosen]:
    """The text of each channel that counts now: the office's newest, or the packaged one. One statement."""
    newest = (
        TextVersion.objects.filter(office_id=office_id, moment=moment, language=language)
        .order_by("channel", "-version")
        .distinct("channel")
    )
    own = {row.channel: row for row in newest}
    found = {}
    for channel in SENT:
        row = own.get(channel)
        if row is None or row.packaged:
            found[channel] = Chosen(packaged()[moment, channel, language], None, row.version if row else 0)
        else:
            found[channel] = Chosen(Text(row.body, row.subject), row.pk, row.version)
    return found


def values_for(news: News, office: Office, language: str) -> dict[str, str]:
    """What stands in the places of a text, in this language."""
    state, event = news.state, news.event
    assert state.intake is not None
    receiver = Person.objects.filter(pk=state.received_by or 0).values_list("full_name", flat=True).first()
    agency = office
    if state.intake.competent_office_id != office.pk:
        agency = Office.objects.get(pk=state.intake.competent_office_id)
    with translation.override(language):
        corrected = event.field if isinstance(event, ev.Corrected) else ""
        return {
            "code": state.code or _("without a code"),
            "desk": office.short_name or office.name,
            "hotline": _hotline(office),
            "link": look_up_address(),
            "due": formats.instant(_due(state, event)),
            "date": formats.instant(date_of(event)),
            "name": state.intake.applicant.name,
            "agency": agency.name,
            "receiver": receiver or "",
            "received_at": formats.instant(state.received_at),
            "returned_at": formats.instant(state.returned_at),
            "parcel": str(getattr(event, "parcel", "")),
            "field": _(FIELD_WORDS[corrected]) if corrected in FIELD_WORDS else corrected,
        }


def _due(state: DossierState, event: ev.Event) -> datetime | None:
    """What is promised; at the hand-in of a group the day of its last result."""
    if isinstance(event, ev.Received) and state.group is not None:
        return max(part.due_at for part in promised(state.group.id))
    return state.due_at


def sample_values(office: Office, language: str) -> dict[str, str]:
    """Values for a preview: the office's own, with a person who does not exist."""
    english = language == "en"
    code = f"{office.code_new or '000.00.00.H99'}-260302-0042"
    return {
        "code": code,
        "desk": office.short_name or office.name,
        "hotline": _hotline(office),
        "link": look_up_address(),
        "due": "17:00, 09/03/2026",
        "date": "16:30, 20/03/2026",
        "name": "Nguyễn Thị Mẫu Đào",
        "agency": office.name,
        "receiver": "Trần Văn Mẫu",
        "received_at": "09:15, 02/03/2026",
        "returned_at": "10:05, 09/03/2026",
        "parcel": "EH123456789VN",
        "field": "address" if english else "địa chỉ",
    }


def look_up_address() -> str:
    """Where citizens look up their dossier."""
    return f"{settings.PUBLIC_URL.rstrip('/')}/look-up/"


def _hotline(office: Office) -> str:
    if office.hotline:
        return office.hotline
    desk = Unit.objects.filter(office=office, kind=UnitKind.DESK).exclude(phone="").first()
    return desk.phone if desk else look_up_address()
