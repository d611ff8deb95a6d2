"""The centre of Uông Bí after 1 July 2025: two levels, successors for every office, open dossiers moved on record."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from motcua.dossiers import commands as cmd
from motcua.dossiers import ledger, services
from motcua.dossiers.engine_route import route_of
from motcua.dossiers.models import Dossier, DossierEvent
from motcua.dossiers.queries import dossier_page
from motcua.kernel import time
from motcua.offices.actors import Actor, actor_for
from motcua.offices.models import Membership, Office, Person
from motcua.reports.chains import chains
from motcua.reports.committed import carried_by_any, carriers, promises
from motcua.reports.sight import sight
from motcua.scenarios import commands, description
from motcua.scenarios.commands import last_instant
from motcua.scenarios.office import install
from motcua.scenarios.reorganising import reorganise
from tests.scenarios.test_replay import play_some, sound
from tests.township import Township, at

DAY = date(2025, 7, 1)


@pytest.fixture
def moved(township: Township) -> int:
    """The last two weeks of the city are played, then it gives way; how many acts moved a dossier."""
    scenario = description.read("uong-bi-2025")
    city = install(scenario)
    with time.at(at("2025-07-01 07:00")):
        play_some(commands.runs(scenario, city), until=last_instant(scenario))
    assert Dossier.objects.filter(competent_office=city, finished_at=None).count() == 40
    assert scenario.after is not None
    return reorganise(scenario, scenario.after)


def who(task: Any, day: date) -> Actor:
    if task.assignee_id:
        return actor_for(task.assignee_id, day)
    found = Membership.objects.filter(unit_id=task.unit_id, roles__contains=[task.role], valid_to=None)
    return actor_for(found.earliest("pk").person_id, day)


def finish(dossier: Any) -> None:
    """The new offices do what is left, the plain way."""
    when = at("2025-07-02 08:00")
    for _ in range(25):
        loaded = ledger.load_row(dossier, uuid4())
        assert loaded is not None
        state = loaded.state
        if not state.tasks:
            return
        task = state.tasks[0]
        on_task: dict[str, Any] = {"command_id": uuid4(), "dossier_id": dossier, "task_id": task.id}
        known: dict[str, Any] = {"command_id": uuid4(), "dossier_id": dossier}
        command: cmd.Command
        if task.action == "accept_transfer":
            command = cmd.AcknowledgeTransfer(**on_task, papers_given_by="Người chuyển hồ sơ Mẫu")
        elif task.action == "return":
            command = cmd.HandOver(**known)
        elif route_of(state.process_version_id or 0).decides(task.element) and state.decision is None:
            command = cmd.DecideDossier(**on_task, decision=cmd.Decision.APPROVED)
        else:
            command = cmd.CompleteTask(
                **on_task, **({"result_number": "1/KQ-MẪU"} if task.action == "clerk" else {})
            )
        with time.at(when):
            services.execute(command, who(task, when.date()))
    raise AssertionError("the dossier does not come to its end")


@pytest.mark.slow
def test_open_dossiers_go_on_at_the_successors_and_history_keeps_the_old_names(moved: int) -> None:
    scenario = description.read("uong-bi-2025")
    gone = set(Office.objects.filter(code_new__startswith="H97.3").values_list("pk", flat=True))
    alive = Dossier.objects.filter(code__contains="H97", returned_at=None)
    assert alive.count() == 40
    for row in alive:
        assert not {row.receiving_office_id, row.competent_office_id, row.returning_office_id} & gone
    assert moved == DossierEvent.objects.filter(type="office_transferred").count() >= 40
    assert scenario.after is not None
    assert reorganise(scenario, scenario.after) == moved, "repeated, the same acts are known"
    assert DossierEvent.objects.filter(type="office_transferred").count() == moved
    assert not Office.objects.filter(pk__in=gone, valid_to=None).exists()
    one_dossier_of_each_kind_comes_to_its_end()
    the_levels_are_two()
    assert sound()


def one_dossier_of_each_kind_comes_to_its_end() -> None:
    chairman = actor_for(Person.objects.get(username="ub-chutich-new_uong_bi").pk, DAY)
    for code in ("1.004873", "LOCAL-UB-MAU-185", "LOCAL-UB-MAU-200", "LOCAL-UB-MAU-202"):
        dossier = Dossier.objects.filter(procedure_version__procedure__code=code, returned_at=None).earliest(
            "received_at"
        )
        due = dossier.due_at
        finish(dossier.pk)
        dossier.refresh_from_db()
        assert dossier.returned_at is not None
        assert dossier.due_at == due, "what was promised stays promised"
        told = " ".join(str(entry) for entry in dossier_page(dossier.pk, chairman).history)
        assert "Ủy ban nhân dân thành phố Uông Bí" in told or "TP Uông Bí" in told, code


def the_levels_are_two() -> None:
    """What went over ward and city is now of one level; what went to the province, too, of two."""
    seen = sight(actor_for(Person.objects.get(username="ub-chutich-new_uong_bi").pk, DAY))
    leading = Membership.objects.filter(unit__office__code_new="H97", roles__overlap=["signing_leader"])
    province = sight(actor_for(leading.earliest("pk").person_id, DAY))
    for whose in (seen, province):
        solving = carriers(whose, DAY)
        own = carried_by_any(promises(DAY)[0], solving)
        levels = Counter(chain.levels for chain in chains(own, solving, DAY))
        assert not any("district" in route for route in levels), levels
        assert whose is province or levels[("commune", "province")] == 18, levels
