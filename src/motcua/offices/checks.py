"""What must be right before an office, a unit or a person is written. Each raises a Refusal or answers."""

from __future__ import annotations

import re
from datetime import date

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from motcua.kernel.errors import Refusal, Stale, Status
from motcua.offices.actors import Actor
from motcua.offices.models import Office, Unit

# QCVN 102:2016/BTTTT; QĐ 20/2020/QĐ-TTg Art 4 (the shape that dossier codes allow).
OLD_IDENTIFIER = re.compile(r"[0-9]{3}\.[0-9]{2}\.[0-9]{2}\.[A-Z][0-9]{2}")
NEW_IDENTIFIER = re.compile(r"[A-Z][0-9]{2}(?:\.[0-9A-Z]{1,3}){0,3}")
USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]{2,59}")


def check_administers(actor: Actor, path: str) -> None:
    """Only an administrator of the office, or of one above it, may change it."""
    if not actor.administers(path):
        raise Refusal(
            "not_your_office",
            _("You do not administer this office."),
            _("Ask an administrator of this office or of the one above it."),
            status=Status.FORBIDDEN,
        )


def text(value: str, what: object, longest: int, *, required: bool = True) -> str:
    """The text with single blanks. Refuses an empty one where it is required, and one that is too long."""
    plain = " ".join(value.split())
    if required and not plain:
        raise Refusal(
            "text_needed", _("%(what)s is missing."), _("Fill it in, then save again."), params={"what": what}
        )
    if len(plain) > longest:
        raise Refusal(
            "text_too_long",
            _("%(what)s is longer than %(longest)d characters."),
            _("Shorten it, then save again."),
            params={"what": what, "longest": longest},
        )
    return plain


def check_period(first: date, last: date | None) -> None:
    """Refuses a last day before the first."""
    if last is not None and last < first:
        raise Refusal(
            "dates_reversed",
            _("The last day (%(last)s) lies before the first (%(first)s)."),
            _("Correct the dates."),
            params={"first": vn(first), "last": vn(last)},
        )


def check_email(value: str) -> str:
    """The address, or empty. Refuses what is no address."""
    plain = value.strip()
    if plain:
        try:
            validate_email(plain)
        except ValidationError:
            raise Refusal(
                "email_wrong",
                _("“%(email)s” is no e-mail address."),
                _("Correct it or leave it empty."),
                params={"email": plain},
            ) from None
    return plain


def check_identifier(value: str, pattern: re.Pattern[str], example: str) -> str:
    """The agency's identifier, or empty. Refuses another form."""
    plain = value.strip().upper()
    if plain and not pattern.fullmatch(plain):
        raise Refusal(
            "identifier_wrong",
            _("“%(value)s” is no identifier of an agency."),
            _("Write it like %(example)s, or leave it empty."),
            params={"value": plain, "example": example},
        )
    return plain


def check_seen(seen: int, row: Office | Model, version: int) -> None:
    """Refuses when somebody else has changed the row since it was seen."""
    if seen != version:
        raise Stale(
            "stale",
            _("Somebody else has changed “%(name)s” since you opened it."),
            _("Load the page again, look at what changed, then repeat your change."),
            params={"name": str(row)},
        )


def office_of(office_id: int) -> Office:
    """The office, locked until the transaction ends. Refuses an unknown one."""
    row = Office.objects.select_for_update().filter(pk=office_id).first()
    if row is None:
        raise missing(_("There is no such office."))
    return row


def unit_of(unit_id: int) -> Unit:
    """The unit with its office, locked until the transaction ends. Refuses an unknown one."""
    row = Unit.objects.select_for_update().select_related("office").filter(pk=unit_id).first()
    if row is None:
        raise missing(_("There is no such unit."))
    return row


def missing(message: object) -> Refusal:
    """A refusal for something that does not exist."""
    return Refusal("not_found", message, _("Go back and choose one from the list."), status=Status.NOT_FOUND)


def vn(day: date) -> str:
    """A date the Vietnamese way."""
    return day.strftime("%d/%m/%Y")
