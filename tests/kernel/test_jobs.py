"""Jobs are promised in the transaction of what caused them, and a dead worker loses none."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

import pytest
from django.db import connection, transaction

from motcua.kernel import jobs
from motcua.kernel.ids import uuid7

HEARD: list[tuple[UUID, int]] = []


@pytest.fixture
def subscribed() -> Iterator[None]:
    HEARD.clear()
    jobs.subscribe("tests.receipt", ["received", "decided"])(hear)
    yield
    jobs.unsubscribe("tests.receipt")


def hear(dossier: UUID, sequence: int) -> None:
    HEARD.append((dossier, sequence))


def promised() -> list[tuple[str, dict[str, object]]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT task_name, args FROM procrastinate_jobs WHERE status = 'todo' ORDER BY id")
        return [(name, arguments) for name, arguments in cursor.fetchall()]


def test_an_event_nobody_waits_for_costs_no_statement(django_assert_num_queries, db: None) -> None:
    with django_assert_num_queries(0):
        jobs.defer_outgoing(jobs.outgoing_for(uuid7(), [(1, "nobody waits for this")]))


@pytest.mark.usefixtures("subscribed")
def test_the_jobs_of_one_step_take_one_statement(django_assert_num_queries, db: None) -> None:
    dossier = uuid7()
    outgoing = jobs.outgoing_for(dossier, [(1, "received"), (2, "assigned"), (3, "decided")])
    assert [job.sequence for job in outgoing] == [1, 3]
    with django_assert_num_queries(1):
        jobs.defer_outgoing(outgoing)
    assert [name for name, _ in promised()] == [jobs.ON_DOSSIER_EVENT] * 2


@pytest.mark.usefixtures("subscribed")
@pytest.mark.django_db(transaction=True)
def test_a_step_that_is_rolled_back_promises_nothing() -> None:
    with transaction.atomic():
        jobs.defer_outgoing(jobs.outgoing_for(uuid7(), [(1, "received")]))
        transaction.set_rollback(True)
    assert promised() == []


@pytest.mark.usefixtures("subscribed")
@pytest.mark.django_db(transaction=True)
def test_a_worker_tells_the_subscriber() -> None:
    dossier = uuid7()
    with transaction.atomic():
        jobs.defer_outgoing(jobs.outgoing_for(dossier, [(1, "received"), (2, "decided")]))
    work_until_idle()
    assert [(dossier, 1), (dossier, 2)] == HEARD


@pytest.mark.usefixtures("subscribed")
@pytest.mark.django_db(transaction=True)
def test_the_job_of_a_worker_that_died_is_given_back() -> None:
    dossier = uuid7()
    jobs.defer_outgoing(jobs.outgoing_for(dossier, [(7, "received")]))
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat)"
            " VALUES (now() - interval '5 minutes') RETURNING id"
        )
        cursor.execute(
            "UPDATE procrastinate_jobs SET status = 'doing', worker_id = %s, attempts = 1", cursor.fetchone()
        )
    assert jobs.mend_now() == 1
    work_until_idle()
    assert [(dossier, 7)] == HEARD


def test_two_rooms_cannot_subscribe_under_one_name() -> None:
    jobs.subscribe("tests.twice", ["received"])(hear)
    try:
        with pytest.raises(ValueError, match="already subscribed"):
            jobs.subscribe("tests.twice", ["received"])(lambda dossier, sequence: None)
    finally:
        jobs.unsubscribe("tests.twice")


def work_until_idle() -> None:
    with jobs.app.replace_connector(jobs.app.connector.get_worker_connector()) as at_work:
        at_work.run_worker(wait=False, install_signal_handlers=False, listen_notify=False, concurrency=1)


@pytest.mark.usefixtures("subscribed")
@pytest.mark.django_db(transaction=True)
def test_work_that_was_given_up_is_told_and_tried_again_when_somebody_says_so() -> None:
    dossier = uuid7()
    jobs.defer_outgoing(jobs.outgoing_for(dossier, [(7, "received")]))
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing', attempts = 8")
        cursor.execute("UPDATE procrastinate_jobs SET status = 'failed'")
    (found,) = jobs.failed()
    assert (found.task, found.dossier, found.attempts) == (jobs.ON_DOSSIER_EVENT, str(dossier), 8)
    assert jobs.try_failed_again() == 1
    assert jobs.failed() == []
    work_until_idle()
    assert [(dossier, 7)] == HEARD
