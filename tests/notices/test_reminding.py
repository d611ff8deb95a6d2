"""Nobody is forgotten: results that wait and supplements that run out of time are spoken of again, each once."""

from __future__ import annotations

from motcua.kernel import time
from motcua.notices.services import reminding
from tests.notices.conftest import Desk
from tests.township import at


def _hour(desk: Desk, when: str) -> None:
    desk.place.clock = at(when)
    with time.at(desk.place.clock):
        reminding.remind()
    desk.minute()


def _told(desk: Desk, dossier: object, moment: str) -> int:
    return sum(1 for message in desk.messages(dossier) if message.moment == moment)  # type: ignore[arg-type]


def test_a_result_nobody_collects_is_spoken_of_after_three_ten_and_thirty_days(desk: Desk) -> None:
    dossier = desk.receive()
    desk.ready(dossier)
    desk.minute()
    expected = {"2026-03-03 10:00": 0, "2026-03-06 10:00": 1, "2026-03-07 10:00": 1, "2026-03-13 10:00": 2}
    for when, count in (expected | {"2026-04-02 10:00": 3, "2026-04-20 10:00": 3}).items():
        _hour(desk, when)
        _hour(desk, when)
        assert _told(desk, dossier, "uncollected") == count, when


def test_who_collected_is_reminded_of_nothing(desk: Desk) -> None:
    dossier = desk.receive()
    desk.ready(dossier)
    desk.place.step(dossier)
    _hour(desk, "2026-03-12 10:00")
    assert _told(desk, dossier, "uncollected") == 0


def test_before_a_dossier_is_closed_its_applicant_hears_of_the_last_day_again(desk: Desk) -> None:
    dossier = desk.receive()
    desk.ask_for_papers(dossier)
    desk.minute()
    assert _told(desk, dossier, "supplement") == 1
    _hour(desk, "2026-03-10 10:00")
    assert _told(desk, dossier, "supplement") == 1
    _hour(desk, "2026-03-21 10:00")
    _hour(desk, "2026-03-22 10:00")
    assert _told(desk, dossier, "supplement") == 2
