"""A thousand officers and 200,000 open dossiers: what an office reads does not grow with the province.

Compared is the same office with the same work of its own, 2,000 open dossiers, alone in the database and then among
99 others with 2,000 each: named tasks, late ones, hand-overs that wait, results to be sent, going and coming. Counted
are the pages (buffers) that every statement behind a list touches, those of offices and people included. The rows
of the office lie together as they were entered; no list is told which plan to take.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from motcua.counter.queries import waiting_results
from motcua.delivery.queries import coming, going, to_send
from motcua.desk.filters import Filters, Scope
from motcua.desk.queries import inbox
from motcua.dossiers.stranded import stranded, unacknowledged_count
from motcua.kernel import time
from motcua.reports import late_board, listing, queries
from motcua.reports.backlog import backlog, dates
from motcua.reports.measures import Measure
from motcua.reports.overruns import overruns
from motcua.reports.queries import Dimension
from motcua.reports.queries import Scope as Part
from tests.oversight import scale
from tests.township import Township

FEW, MANY = 2_000, 200_000
SLACK = 3  # a tree may be a page higher, which weighs on lists that read twenty pages
# The delays of 37 dossiers: alone one index serves, among many three do, and each ledger is looked up in its tree.
LARGER = {"delays": 40}


def lists(township: Township) -> dict[str, Callable[[], Any]]:
    """Everything an office looks at all day, by name."""
    officer, leader, office = township.actor("hotich"), township.actor("giamsat"), township.office_id
    today = queries.day_window(township.clock)

    return {
        "inbox, mine": lambda: inbox(officer, Filters(scope=Scope.MINE)),
        "inbox, unit": lambda: inbox(officer, Filters(scope=Scope.UNIT)),
        "inbox, office": lambda: inbox(officer, Filters(scope=Scope.OFFICE)),
        "coming to the desk": lambda: inbox(officer, Filters(scope=Scope.OFFICE, step="accept_transfer")),
        "results waiting": lambda: waiting_results(office),
        "hand-over, to send": lambda: to_send(office),
        "hand-over, coming": lambda: coming(office),
        "hand-over, going": lambda: going(office),
        "board, today": lambda: queries.today(leader, township.clock),
        "board, pressing": lambda: listing.pressing(today, leader, Part(), 20),
        "board, by field": lambda: queries.figures_by(Dimension.FIELD, today, leader),
        "board, late": lambda: listing.dossier_lines(Measure.OVERDUE, today, leader, Part()),
        "backlog": lambda: backlog(dates(township.clock.date(), township.clock), leader),
        "delays": lambda: overruns(today, leader, Part()),
        "board, late and near": lambda: late_board.board(leader, Part(), township.clock),
        "board, warned": lambda: late_board.warned(leader, Part(), township.clock),
        "stranded": lambda: stranded(leader, township.clock),
        "board, unacknowledged": lambda: unacknowledged_count(leader, township.clock),
        "board, open": lambda: listing.dossier_lines(Measure.OPEN, today, leader, Part()),
    }


@pytest.mark.slow
def test_an_office_reads_as_much_among_two_hundred_thousand_open_dossiers_as_among_two_thousand(
    township: Township, capsys: pytest.CaptureFixture[str]
) -> None:
    state = township.receive().state
    township.run_until(state.id, "examine")
    scale.offices(township.office_id)
    read = []
    for number, elsewhere in ((FEW, False), (MANY - FEW, True)):
        scale.copy_dossiers(state.id, number, elsewhere=elsewhere)
        scale.results(state.id, elsewhere=elsewhere)
        with time.at(township.clock):
            read.append({name: scale.buffers(work) for name, work in lists(township).items()})
    few, many = read
    with capsys.disabled():
        print()
        for name in few:
            print(f"{name:22} {few[name]:>8,} {many[name]:>8,}  {many[name] / max(1, few[name]):.2f}")
    grown = {
        name: (few[name], many[name])
        for name in few
        if many[name] > 1.2 * few[name] + LARGER.get(name, SLACK)
    }
    assert not grown
