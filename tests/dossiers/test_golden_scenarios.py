"""Golden cases of time.md and procedures.yaml, lived through the services with the project's own catalogue."""

from __future__ import annotations

import csv
from datetime import datetime
from pathlib import Path
from uuid import uuid4

import pytest

from motcua.dossiers import commands as cmd
from motcua.dossiers.status import Status
from motcua.kernel.time import TZ
from tests.dossiers.saying import known, nothing_broken, refused, state
from tests.dossiers.test_legal_life import ITEM, do
from tests.township import Township, at

_CASES = Path(__file__).parents[1] / "calendars" / "data" / "time_cases.csv"
LAND = "LOCAL-DATDAI-CHUYENNHUONG"  # 8 working days = 5 + tax + 3
COPIES = "2.000815"  # certified copies, the same day
ALLOWANCE = "2.002755"  # 96 hours: 40 in the commune, 56 in the province


def golden(prefix: str) -> list[dict[str, str]]:
    """The cases whose id begins so."""
    with _CASES.open(encoding="utf-8") as file:
        return [row for row in csv.DictReader(file) if row["id"].startswith(prefix)]


# ── the interconnected case of 96 working hours ──


@pytest.mark.parametrize("run", ["K1", "K2"])
def test_each_step_of_ninety_six_hours_is_due_when_the_decision_says(township: Township, run: str) -> None:
    """Each step is done at its last minute; the chain runs over a weekend, in K2 over 27/4, 30/4 and 1/5."""
    chain = [datetime.fromisoformat(row["expected"]).astimezone(TZ) for row in golden(f"{run}-")]
    begun = datetime.fromisoformat(golden(f"{run}-")[0]["start"])
    dossier = township.receive(ALLOWANCE, when=begun).dossier_id
    assert state(dossier).due_at == chain[-1]
    # The desk has done its first step when the dossier is received; what is left of its four hours is given
    # to nobody, so the second step is due after its own four.
    assert state(dossier).tasks[0].due_at == chain[0]
    for number, due in enumerate(chain[1:], 2):
        task = state(dossier).tasks[0]
        assert task.element == f"Step_{number}"
        assert number == 2 or task.due_at == due, f"step {number}: {task.name}"
        township.clock = due
        township.step(dossier)
    found = state(dossier)
    assert found.finished_at == chain[-1] == found.due_at  # on time to the minute
    assert (found.tasks[0].action, found.tasks[0].due_at) == ("return", None)
    assert nothing_broken()


# ── land: 5 + tax + 3 ──


@pytest.mark.parametrize(
    ("paid", "due"),
    [
        ("2026-03-24 10:15", "2026-03-27 10:15"),  # J02
        ("2026-03-28 20:00", "2026-04-01 17:30"),  # J05: proof of payment on Saturday evening
    ],
)
def test_a_transfer_of_land_has_five_days_then_the_tax_office_then_three(
    township: Township, paid: str, due: str
) -> None:
    dossier = township.receive(LAND, when=at("2026-03-05 09:00")).dossier_id
    assert state(dossier).due_at == at("2026-03-12 09:00")  # J01
    township.clock = at("2026-03-09 09:00")  # three days unused: they do not move to the second appointment
    township.step(dossier, "diachinh")
    assert (state(dossier).status, state(dossier).due_at) == (Status.WAITING_FINANCIAL_DUTY, None)
    township.clock = at(paid)
    township.step(dossier, "diachinh", note="Giấy nộp tiền vào ngân sách")
    assert (state(dossier).status, state(dossier).due_at) == (Status.IN_PROCESSING, at(due))
    assert nothing_broken()


# ── the same day, before and after 15:00 ──


@pytest.mark.parametrize("case", ["C01", "C02", "C03", "C04", "C05", "C06", "C07", "C08"])
def test_certified_copies_are_due_the_same_day_until_fifteen_hundred(township: Township, case: str) -> None:
    [row] = golden(case)
    dossier = township.receive(COPIES, when=datetime.fromisoformat(row["start"])).dossier_id
    assert state(dossier).due_at == datetime.fromisoformat(row["expected"]), row["note"]


def test_what_comes_after_fifteen_hundred_is_no_result_given_at_once_but_may_still_be_done(
    township: Township,
) -> None:
    """Received Friday 15:01: due on Monday, and on time when it is done on Friday all the same."""
    dossier = township.receive(COPIES, when=at("2026-03-06 15:01")).dossier_id
    township.clock = at("2026-03-06 16:00")
    township.run_until(dossier, "return")
    found = state(dossier)
    assert found.finished_at is not None
    assert found.due_at is not None
    assert found.finished_at < found.due_at == at("2026-03-09 17:30")


# ── a supplement across Tết ──


@pytest.mark.parametrize(
    ("brought", "due"),
    [
        ("2026-02-13 09:00", "2026-02-25 09:00"),  # E01: the last day before Tết
        ("2026-02-17 10:00", "2026-02-25 17:30"),  # E05: New Year's day itself; the office opens on the 23rd
        ("2026-02-23 14:00", "2026-02-26 14:00"),
    ],
)
def test_a_supplement_across_tet_counts_the_whole_limit_again(
    township: Township, brought: str, due: str
) -> None:
    """Three working days from Tuesday 10 February; asked on Wednesday, Tết is from 16 to 20 February."""
    dossier = township.receive("1.004873", when=at("2026-02-10 09:00")).dossier_id
    assert state(dossier).due_at == at("2026-02-13 09:00")
    township.step(dossier, assignee_id=township.actor("hotich").person_id)
    do(township, "hotich", cmd.RequestSupplement, dossier, "02-11 10:00", items=(ITEM,))
    told = do(township, "tiepnhan", cmd.DeliverSupplementRequest, dossier, "02-11 14:00", manner="điện thoại")
    assert told.event.complete_by == at("2026-03-11 17:30")  # 15 working days, none of them in Tết
    assert state(dossier).due_at is None
    paper = cmd.Paper(uuid4(), "Văn bản ủy quyền", originals=1, custody="held")
    township.execute(cmd.CompleteSupplement(**known(dossier), papers=(paper,)), "tiepnhan", at(brought))
    assert state(dossier).due_at == at(due)
    assert state(dossier).legal_due_at == at(due)
    with refused("second_supplement"):
        do(township, "hotich", cmd.RequestSupplement, dossier, items=(ITEM,))
    assert nothing_broken()
