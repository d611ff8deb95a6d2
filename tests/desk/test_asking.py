"""Opinions are asked of units of the own office and of agencies above, below and beside it."""

from __future__ import annotations

from motcua.desk.asking import units_to_ask
from motcua.dossiers import commands as cmd
from motcua.dossiers.queries import visible_dossiers
from motcua.kernel import time
from motcua.offices.models import Unit
from tests.dossiers import along
from tests.dossiers.saying import known, state
from tests.township import Township

CODE = "2.002755"


def test_another_agency_is_asked_sees_the_dossier_and_answers(township: Township) -> None:
    road = along.build(township)
    road.go_by(CODE, along.UP_AND_BACK)
    dossier = road.receive(CODE, "commune", "province")
    with time.at(township.clock):
        choices = {choice.id: choice.name for choice in units_to_ask(state(dossier))}
    department = Unit.objects.get(office_id=road.office["department"], kind="division")
    assert department.office.name in choices[department.pk]
    task = next(task for task in state(dossier).tasks if task.token > 0)
    holder = road.who(task.role, unit=task.unit_id)
    asked = cmd.AskOpinion(
        **known(dossier), unit_id=department.pk, question="Có vướng quy hoạch không?", working_days=2
    )
    road.do(asked, holder)
    expert = road.who("case_officer", unit=department.pk)
    assert visible_dossiers(expert).filter(pk=dossier).exists()
    opinion = next(task for task in state(dossier).tasks if task.action == "give_opinion")
    answer = cmd.GiveOpinion(**known(dossier), task_id=opinion.id, agrees="yes", answer="Không vướng")
    road.do(answer, expert)
    assert not any(task.action == "give_opinion" for task in state(dossier).tasks)
