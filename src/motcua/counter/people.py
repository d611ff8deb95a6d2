"""The person in front of the desk: read from a card, a number or a name; known data come back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from django.utils.translation import gettext as _

from motcua.counter import parsing, queries
from motcua.counter.reception_form import ReceptionForm
from motcua.dossiers.commands import Applicant
from motcua.kernel import time
from motcua.kernel.errors import Refusal
from motcua.kernel.wording import say
from motcua.parties import queries as parties
from motcua.parties.cards import looks_like_card, read_card
from motcua.parties.ids import IdKind, check, guess_kind, mask
from motcua.parties.queries import Hit, Known

_EXACT = (IdKind.CITIZEN_ID, IdKind.OLD_ID, IdKind.TAX_CODE)


@dataclass(frozen=True, slots=True)
class Option:
    """A line of the list while one types. Its `value` comes back as the choice."""

    value: str
    label: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class PersonSeen:
    """Who was chosen, and what to tell the receptionist about it."""

    applicant: Applicant
    known: Known | None
    earlier: tuple[queries.EarlierDossier, ...] = ()
    warnings: tuple[str, ...] = ()
    birth_date: date | None = None


def options(words: str) -> list[Option]:
    """What the typed or scanned words may mean, best first; the last line is always a new person."""
    if looks_like_card(words):
        return [_card_option(words)]
    found = [_known_option(hit) for hit in parties.find(words)]
    return [*found, *_new_option(words, bool(found))]


def choose(form: ReceptionForm) -> ReceptionForm:
    """The form with the applicant's data of the person just picked from the list."""
    applicant = _applicant_of(form.person_choice)
    return replace(form, applicant=applicant, person_words=applicant.name) if applicant else form


def seen(form: ReceptionForm, visible: queries.Dossiers) -> PersonSeen | None:
    """What is known of the applicant on the form; None while nobody was entered."""
    applicant = form.applicant
    if not applicant.name and not applicant.id_number:
        return None
    known = parties.by_id_number(applicant.id_kind, applicant.id_number) if applicant.id_number else None
    earlier = queries.earlier_dossiers(visible, known.id) if known else ()
    warnings: tuple[str, ...] = ()
    if applicant.id_number and applicant.id_kind in set(IdKind):
        try:
            result = check(IdKind(applicant.id_kind), applicant.id_number, time.today())
            warnings = tuple(_(warning) for warning in result.warnings)
        except Refusal as refusal:
            warnings = (say(refusal).text,)
    return PersonSeen(applicant, known, earlier, warnings, known.birth_date if known else None)


def _card_option(words: str) -> Option:
    try:
        card = read_card(words, time.today())
    except Refusal as refusal:
        said = say(refusal)
        return Option("", said.message, said.hint)
    known = parties.by_id_number(IdKind.CITIZEN_ID, card.number)
    note = _("Known here: earlier data are taken over.") if known else _("First time here.")
    return Option(words, card.full_name, f"{mask(card.number)} · {note}")


def _known_option(hit: Hit) -> Option:
    parts = [hit.masked_number, str(hit.birth_year or ""), hit.place, hit.masked_phone]
    return Option(f"party:{hit.id}", hit.name, " · ".join(part for part in parts if part))


def _new_option(words: str, others: bool) -> list[Option]:
    clean = " ".join(words.split())
    if len(clean) < 2:
        return []
    label = _("New person: %(words)s") % {"words": clean}
    note = _("nobody of the list above") if others else _("not known here yet")
    return [Option(f"new:{clean}"[:200], label, note)]


def _applicant_of(choice: str) -> Applicant | None:
    if looks_like_card(choice):
        return _from_card(choice)
    kind, _separator, rest = choice.partition(":")
    if kind == "party" and (party_id := parsing.uuid(rest)):
        known = parties.by_id(party_id)
        return from_known(known) if known else None
    return _from_words(rest) if kind == "new" and rest else None


def _from_card(text: str) -> Applicant | None:
    try:
        card = read_card(text, time.today())
    except Refusal:
        return None
    known = parties.by_id_number(IdKind.CITIZEN_ID, card.number)
    # The card in the hand is newer than our memory of name and address; phone and e-mail only we know.
    return Applicant(
        name=card.full_name,
        id_number=card.number,
        address=card.address or (known.address if known else ""),
        phone=known.phone if known else "",
        email=known.email if known else "",
    )


def _from_words(words: str) -> Applicant:
    guessed = guess_kind(words)
    if not any(sign.isdigit() for sign in words):
        return Applicant(name=words, id_number="")
    if guessed not in _EXACT:
        return Applicant(name="", id_number=words, id_kind=guessed.value)
    number = "".join(sign for sign in words if sign.isdigit())
    known = parties.by_id_number(guessed, number)
    if known:
        return from_known(known)
    kind = "organisation" if guessed is IdKind.TAX_CODE else "citizen"
    return Applicant(name="", id_number=number, id_kind=guessed.value, kind=kind)


def from_known(known: Known) -> Applicant:
    """The applicant as last known."""
    return Applicant(
        name=known.name,
        id_number=known.id_number,
        id_kind=known.id_kind,
        kind=known.kind,
        address=known.address,
        phone=known.phone,
        email=known.email,
    )
