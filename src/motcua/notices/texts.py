"""The texts of messages: `{{ name }}` places, nothing else. No code runs in a text, no value is read twice. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Literal

from motcua.kernel.errors import N_, Refusal
from motcua.notices.moments import Channel

LONGEST_SUBJECT, LONGEST_SMS, LONGEST_BODY = 150, 600, 5000
# An SMS is read by whoever holds the phone: code, desk, dates and nothing about the person.
SMS_PLACES = ("code", "desk", "hotline", "link", "due", "date")
EMAIL_PLACES = (*SMS_PLACES, "name", "agency", "receiver", "received_at", "returned_at", "parcel", "field")
PLACES: Mapping[str, str] = {
    "code": N_("code of the dossier"),
    "desk": N_("name of the desk"),
    "hotline": N_("phone of the desk"),
    "link": N_("address of the look-up page"),
    "due": N_("when the result is promised"),
    "date": N_("the date this message is about: complete by, come again at"),
    "name": N_("name of the applicant"),
    "agency": N_("agency that processes"),
    "receiver": N_("who received the dossier"),
    "received_at": N_("when it was received"),
    "returned_at": N_("when the result was handed over"),
    "parcel": N_("number of the parcel"),
    "field": N_("which data were corrected"),
}
_PLACE = re.compile(r"\{\{\s*(\w+)\s*\}\}")
_STRAY = re.compile(r"\{\{|\}\}|\{%|%\}|\{#|#\}")

Language = Literal["vi", "en"]
LANGUAGES: tuple[Language, ...] = ("vi", "en")


@dataclass(frozen=True, slots=True)
class Text:
    """What is written for one moment, channel and language. An SMS has no subject."""

    body: str
    subject: str = ""


def places_of(channel: Channel) -> tuple[str, ...]:
    """The places that a text of this channel may have."""
    return EMAIL_PLACES if channel == Channel.EMAIL else SMS_PLACES


def clean(text: str) -> str:
    """Composed letters, plain line ends, neither control signs nor half signs, no blanks at line ends."""
    composed = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    kept = "".join(
        sign for sign in composed if sign == "\n" or unicodedata.category(sign) not in ("Cc", "Cs")
    )
    return "\n".join(line.rstrip() for line in kept.split("\n")).strip()


def checked(text: Text, channel: Channel) -> Text:
    """The text, cleaned. Refuses an empty or too long one, unknown places and braces that mean nothing."""
    subject = " ".join(clean(text.subject).split()) if channel == Channel.EMAIL else ""
    found = Text(clean(text.body), subject)
    longest = LONGEST_BODY if channel == Channel.EMAIL else LONGEST_SMS
    if not found.body or (channel == Channel.EMAIL and not subject):
        raise Refusal("text_empty", N_("The text is empty."), N_("Write it, or go back to the packaged one."))
    if len(found.body) > longest or len(subject) > LONGEST_SUBJECT:
        raise Refusal(
            "text_too_long",
            N_("The text is too long: at most %(body)s signs, the subject %(subject)s."),
            N_("Shorten it."),
            params={"body": longest, "subject": LONGEST_SUBJECT},
        )
    _check_places(found, places_of(channel))
    return found


def _check_places(text: Text, known: Collection[str]) -> None:
    both = f"{text.subject}\n{text.body}"
    unknown = sorted({name for name in _PLACE.findall(both) if name not in known})
    if unknown:
        raise Refusal(
            "unknown_place",
            N_("There is no place with the name %(unknown)s."),
            N_("Use one of these: %(known)s."),
            params={
                "unknown": ", ".join(f"{{{{ {name} }}}}" for name in unknown),
                "known": ", ".join(f"{{{{ {name} }}}}" for name in known),
            },
        )
    if stray := _STRAY.search(_PLACE.sub("", both)):
        raise Refusal(
            "stray_brace",
            N_("“%(sign)s” stands in the text without being a place."),
            N_("A place is written like this: {{ code }}."),
            params={"sign": stray[0]},
        )


def rendered(text: Text, values: Mapping[str, str]) -> Text:
    """The text with its places filled, each once: what a value contains is never read as a place."""

    def value(match: re.Match[str]) -> str:
        return " ".join(clean(values.get(match[1], "")).split())

    return Text(_PLACE.sub(value, text.body), _PLACE.sub(value, text.subject))
