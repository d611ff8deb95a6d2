"""Offices of a scenario give way to others on a day: the open dossiers move by the recorded act of an administrator."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from motcua.dossiers import commands as cmd
from motcua.dossiers import services
from motcua.dossiers.models import Dossier
from motcua.kernel import time
from motcua.kernel.errors import Refusal
from motcua.offices.actors import Actor, actor_for
from motcua.offices.models import Office, Person
from motcua.scenarios.description import After, Scenario
from motcua.scenarios.office import give_way

_ACTS = UUID("0f1d3c52-0d5a-4a44-9a6b-6d6f74637561")


def reorganise(scenario: Scenario, after: After) -> int:
    """End the offices, staff their successors and move every open dossier; gives how many acts moved one.

    A dossier is moved for each office that has a part in it, also one that has yet to come. Safe to repeat: an
    act that was carried out before is known by its command.
    """
    give_way(scenario, after)
    keys = {item["code_new"]: item["key"] for item in (*scenario.offices, *after.offices)}
    ids = {
        keys[code]: pk for code, pk in Office.objects.filter(code_new__in=keys).values_list("code_new", "pk")
    }
    administrator = actor_for(Person.objects.get(username=after.decided_by).pk, after.day)
    moved = 0
    with time.at(beginning_of(after) + timedelta(hours=8)):
        alive = _alive(ids.values())
        for old, new in after.successors.items():
            for dossier in alive:
                command = cmd.TransferOffice(
                    command_id=uuid5(_ACTS, f"{scenario.id}/{old}/{dossier}"),
                    dossier_id=dossier,
                    from_office=ids[old],
                    to_office=ids[new],
                    legal_basis=after.legal_basis,
                )
                moved += _carried_out(command, administrator)
    return moved


def beginning_of(after: After) -> datetime:
    """The first instant of the new offices."""
    return time.beginning_of(after.day)


def _carried_out(command: cmd.TransferOffice, administrator: Actor) -> bool:
    try:
        services.execute(command, administrator)
    except Refusal as refusal:
        if refusal.code != "not_that_office":
            raise
        return False
    return True


def _alive(offices: Iterable[int]) -> list[UUID]:
    """The dossiers of these offices that nobody has been given the result of yet, oldest first."""
    alive = Dossier.objects.filter(competent_office_id__in=list(offices), received_at__isnull=False)
    waiting = alive.filter(returned_at=None, tasks__closed_at=None, tasks__isnull=False).distinct()
    return list(waiting.order_by("received_at", "id").values_list("pk", flat=True))
