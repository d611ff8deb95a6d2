"""Partners and their keys."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from django.db import transaction

from motcua.exchange import keys
from motcua.exchange.envelope import LONGEST_NAME
from motcua.exchange.models import Partner, PartnerKey
from motcua.exchange.services.outbox import ask_worker
from motcua.kernel import time
from motcua.kernel.errors import N_, Refusal, Status
from motcua.offices.actors import Actor
from motcua.offices.models import Office


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnerData:
    """`public_key`: the line the partner's “motcua exchange keygen” printed; empty leaves the keys as they are."""

    code: str
    name: str
    address: str
    office_id: int
    valid_from: date
    valid_to: date | None = None
    public_key: str = ""


@transaction.atomic
def save_partner(data: PartnerData, actor: Actor) -> Partner:
    """Enter a partner, or change the one of that code; a new key counts from today beside the old ones."""
    office = Office.objects.filter(pk=data.office_id).first()
    before = Partner.objects.select_related("office").filter(code=data.code.strip()).first()
    mine = before is None or actor.administers(before.office.path)
    if office is None or not mine or not actor.administers(office.path):
        raise Refusal(
            "not_your_office",
            N_("You do not administer that office."),
            N_("Choose an office of yours."),
            status=Status.FORBIDDEN,
        )
    _check(data)
    found, made = Partner.objects.update_or_create(
        code=data.code.strip(),
        defaults={
            "name": data.name.strip(),
            "address": data.address.strip().rstrip("/"),
            "office": office,
            "valid_from": data.valid_from,
            "valid_to": data.valid_to,
        },
    )
    if data.public_key.strip():
        _add_key(found, data.public_key.strip())
    elif made:
        raise Refusal(
            "key_needed",
            N_("A partner needs its public key."),
            N_("Ask the partner for the line that “motcua exchange keygen” printed there."),
        )
    # Whatever was wrong with it may be mended now.
    Partner.objects.filter(pk=found.pk, down_since__isnull=False).update(next_probe_at=time.now())
    ask_worker(found.pk)
    return found


@transaction.atomic
def end_key(key_id: int, actor: Actor) -> None:
    """From now on nothing signed with this key is taken."""
    found = PartnerKey.objects.select_related("partner__office").filter(pk=key_id).first()
    if found is None or not actor.administers(found.partner.office.path):
        raise Refusal(
            "unknown_key",
            N_("There is no such key."),
            N_("Load the page again."),
            status=Status.NOT_FOUND,
        )
    found.valid_to = date.fromordinal(time.today().toordinal() - 1)
    found.save(update_fields=["valid_to"])


def _add_key(partner: Partner, public: str) -> None:
    name = keys.key_id(public)
    PartnerKey.objects.update_or_create(
        partner=partner,
        key_id=name,
        defaults={"public_key": public, "valid_from": time.today(), "valid_to": None},
    )


def _check(data: PartnerData) -> None:
    code = data.code.strip()
    if not code or len(code) > LONGEST_NAME or not data.name.strip():
        raise Refusal(
            "partner_unnamed",
            N_("A partner needs the name it uses in messages, and one for people."),
            N_("The first is its MOTCUA_EXCHANGE_NAME, at most 60 signs."),
        )
    if code == keys.own_name():
        raise Refusal(
            "that_is_us", N_("That is the name of this installation."), N_("Enter the partner’s name.")
        )
    parts = urlsplit(data.address.strip())
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.username:
        raise Refusal(
            "address_unfit",
            N_("That is no address of an installation."),
            N_("It begins with https:// and is the address at which the partner’s pages are reached."),
        )
    if data.valid_to is not None and data.valid_to < data.valid_from:
        raise Refusal("dates_crossed", N_("The end lies before the beginning."), N_("Check the dates."))
