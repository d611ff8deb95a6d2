"""Checking all records in the background."""

from __future__ import annotations

import pytest
from django.db import connection

from motcua.kernel import time
from motcua.offices.actors import SYSTEM
from motcua.reports import services
from motcua.reports.integrity import integrity
from motcua.reports.models import LedgerCheck
from tests.oversight.office import NOW, Fates
from tests.township import Township


def asked() -> int:
    with time.at(NOW):
        assert services.request_check(SYSTEM)
    return LedgerCheck.objects.get(finished_at=None).pk


def test_nothing_was_checked_yet(township: Township) -> None:
    found = integrity()
    assert found.checked_at is None
    assert not found.sound


def test_the_check_counts_sound_dossiers_and_events(township: Township, busy: Fates) -> None:
    from motcua.dossiers.models import DossierEvent

    check = asked()
    assert integrity().asked_at == NOW
    services.carry_out(check)
    found = integrity()
    assert found.sound
    assert found.asked_at is None
    assert found.dossiers == 10
    assert found.events == DossierEvent.objects.count()


def test_a_second_press_asks_for_nothing_more(township: Township) -> None:
    asked()
    with time.at(NOW):
        assert not services.request_check(SYSTEM)
    assert LedgerCheck.objects.count() == 1
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM procrastinate_jobs WHERE task_name = %s", [services.CHECK_LEDGERS]
        )
        assert cursor.fetchone() == (1,)


def test_a_job_that_runs_twice_changes_nothing(township: Township, busy: Fates) -> None:
    check = asked()
    services.carry_out(check)
    before = LedgerCheck.objects.values().get(pk=check)
    services.carry_out(check)
    assert LedgerCheck.objects.values().get(pk=check) == before


def test_a_dossier_changed_behind_the_ledgers_back_is_named(township: Township, busy: Fates) -> None:
    from motcua.dossiers.models import Dossier

    row = Dossier.objects.get(pk=busy.overdue)
    Dossier.objects.filter(pk=busy.overdue).update(due_at=NOW)
    services.carry_out(asked())
    found = integrity()
    assert (found.sound, found.broken) == (False, 1)
    assert row.code is not None
    assert row.code in found.problems[0]


@pytest.mark.parametrize("seconds", [5, 300])
def test_the_worker_is_alive_while_its_heart_beats(township: Township, seconds: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - make_interval(secs => %s))",
            [seconds],
        )
    assert integrity().worker_alive == (seconds < 60)
