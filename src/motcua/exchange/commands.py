"""`motcua exchange …`: keys, partners, and whether both sides have the same."""

from __future__ import annotations

from collections.abc import Iterator

from motcua.exchange import keys, standing
from motcua.exchange.models import Partner
from motcua.exchange.queries import partner_lines
from motcua.exchange.services.handing import partners_in_force
from motcua.exchange.services.partners import PartnerData, save_partner
from motcua.exchange.transport import DownError
from motcua.kernel import time
from motcua.kernel.errors import Refusal
from motcua.offices.actors import SYSTEM
from motcua.offices.models import Office

_SHOWN = 50


def keygen(replace: bool) -> int:
    """Make our key and print its public half, which partners enter."""
    made = keys.make_key(replace=replace)
    print(f"key id      {keys.key_id(made.public)}")
    print(f"public key  {made.public}")
    print(f"kept in     {keys.place()}")
    return 0


def show_key() -> int:
    """Print the public half of our key again."""
    own = keys.own_key()
    print(f"name        {keys.own_name()}")
    print(f"key id      {keys.key_id(own.public)}")
    print(f"public key  {own.public}")
    return 0


def partners() -> int:
    """One line for each partner: whether it answers, what waits for it."""
    for line in partner_lines(SYSTEM):
        partner, since = line.partner, line.partner.down_since
        state = f"does not answer since {time.local(since):%Y-%m-%d %H:%M}" if since else "answers"
        print(f"{partner.code:20} {partner.address:40} {state}; {line.waiting} waiting, {line.dead} dead")
    return 0


def add(code: str, name: str, address: str, public_key: str, office: str) -> int:
    """Enter a partner, or change the one of that code. `office`: identifier of the office that takes in."""
    found = Office.objects.filter(code_new=office).first()
    if found is None:
        raise Refusal(
            "unknown_office", f"No office has the identifier {office}.", "See the setup of offices."
        )
    data = PartnerData(
        code=code,
        name=name,
        address=address,
        office_id=found.pk,
        valid_from=time.today(),
        public_key=public_key,
    )
    print(f"{save_partner(data, SYSTEM).code} is a partner.")
    return 0


def reconcile(code: str) -> int:
    """Compare with one partner or all; 1 when anything differs or a partner cannot be asked."""
    chosen = partners_in_force().filter(code=code) if code else partners_in_force()
    found = list(chosen)
    if code and not found:
        raise Refusal(
            "unknown_partner", f"There is no partner {code} today.", "See motcua exchange partners."
        )
    differing = 0
    for partner in found:
        differing += _compared(partner)
    if not found:
        print("There are no partners.")
    return 1 if differing else 0


def _compared(partner: Partner) -> int:
    lines: list[str] = []
    counts = {"dossiers": 0, "sent": 0, "taken": 0}
    try:
        told = {one.dossier: one for one in standing.ask(partner)}
        for mine in _all_ours(partner.pk):
            counts["dossiers"] += 1
            counts["sent"] += len(mine.sent)
            counts["taken"] += len(mine.taken)
            theirs = told.pop(mine.dossier, standing.Theirs(mine.dossier))
            lines += [f"dossier {mine.dossier}: {text}" for text in standing.differences(mine, theirs)]
        for one in told.values():
            text = standing.differences(standing.Standing(one.dossier), one)
            lines += [f"dossier {one.dossier}: {line}" for line in text]
    except DownError as error:
        lines.append(f"cannot be asked: {error}")
    lines += standing.without_effect(partner.pk)
    for line in lines[:_SHOWN]:
        print(f"{partner.code}: {line}")
    if len(lines) > _SHOWN:
        print(f"{partner.code}: … and {len(lines) - _SHOWN} more")
    print(
        f"{partner.code}: {counts['dossiers']} dossiers, {counts['sent']} messages written, "
        f"{counts['taken']} taken in, {len(lines)} differences"
    )
    return len(lines)


def _all_ours(partner_id: int) -> Iterator[standing.Standing]:
    after = standing.FIRST
    while page := standing.ours(partner_id, after):
        yield from page
        after = page[-1].dossier
