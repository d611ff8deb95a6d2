"""Waiting, paused and late dossiers as those who supervise see them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from motcua.dossiers import commands as cmd
from motcua.dossiers.models import Task
from motcua.kernel import time
from motcua.reports import queries
from motcua.reports.formulas import year
from motcua.reports.queries import Dimension
from tests.dossiers.test_legal_life import ITEM, do, examined
from tests.township import Township, at

Visit = Callable[[str], Any]


def test_waiting_and_paused_dossiers_are_open_counted_apart_and_never_late(township: Township) -> None:
    waiting, paused, running = (examined(township) for _ in range(3))
    del running
    do(township, "hotich", cmd.RequestSupplement, waiting, items=(ITEM,))
    do(township, "hotich", cmd.PauseDossier, paused, ground="suspended", legal_basis="Luật")
    leader = township.actor("chutich")
    now = at("2026-04-20 09:00")
    with time.at(now):
        today = queries.today(leader, now)
        lines = queries.figures_by(Dimension.FIELD, year(2026).window(now), leader)
    assert (today.open, today.overdue, today.waiting, today.paused) == (3, 1, 1, 1)
    assert all(line.figures.holds for line in lines)
    assert sum(line.figures.open_undated for line in lines) == 2


def test_the_late_list_says_whether_somebody_apologised(township: Township, visit: Visit) -> None:
    silent, told, promised = (examined(township) for _ in range(3))
    del silent
    do(township, "hotich", cmd.ProposeExtension, promised, working_days=2, reason="Xác minh")
    task = Task.objects.get(dossier=promised, action="sign_extension")
    do(township, "chutich", cmd.SignExtension, promised, task_id=task.pk)
    township.clock = at("2026-03-06 09:00")
    do(township, "chutich", cmd.Apologise, told, kind="late", manner="direct", text="Xin lỗi.")
    page = visit("chutich").get("/oversight/dossiers/?measure=overdue&period=today").content.decode()
    assert page.count("without apology") == 1
    assert page.count("with apology, new date 17:30, 09/03/2026") == 1
    assert page.count(">with apology<") == 1


def test_stranded_dossiers_stand_on_the_page_of_the_records(township: Township, visit: Visit) -> None:
    dossier = examined(township)
    page = visit("chutich").get("/oversight/records/").content.decode()
    assert f"/desk/dossiers/{dossier}/" not in page
    Task.objects.update(closed_at=at("2026-03-02 10:00"))
    page = visit("chutich").get("/oversight/records/").content.decode()
    assert f"/desk/dossiers/{dossier}/" in page
