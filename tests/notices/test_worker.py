"""With the real worker and real commits: an outage stops nothing else, a killed worker loses nothing."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from datetime import time as clock
from pathlib import Path
from time import monotonic, sleep

import pytest

from motcua.kernel import jobs, time
from tests.kernel.test_jobs import work_until_idle
from tests.notices.conftest import Desk
from tests.notices.doubles import Gateway, MailServer
from tests.township import Township, database_url

OTHERS: list[int] = []


@jobs.app.task(name="tests.other_work")
def other_work(number: int) -> None:
    OTHERS.append(number)


@pytest.fixture
def live_desk(live_township: Township, gateway: Gateway, mail: MailServer) -> Desk:
    """With the clock of the machine, as a worker of its own process has it; nobody sleeps here."""
    from motcua.notices.models import Practice

    Practice.objects.create(office_id=live_township.office_id, quiet_from=clock(0), quiet_to=clock(0))
    desk = Desk(live_township, mail, gateway)
    desk.place.clock = datetime.now(time.TZ)
    return desk


def hand_in(desk: Desk, number: int = 7) -> None:
    now = desk.place.clock.replace(tzinfo=None).isoformat(timespec="seconds", sep=" ")
    desk.receive(now, id_number=f"0991900000{number:02}")


def read_ledgers(desk: Desk) -> None:
    from motcua.notices.services import reading

    with time.at(desk.place.clock):
        reading.read_news()


def test_a_silent_gateway_does_not_keep_the_worker_from_other_work(live_desk: Desk) -> None:
    live_desk.gateway.answer = "hang"
    for number in range(8):
        hand_in(live_desk, number)
    read_ledgers(live_desk)
    OTHERS.clear()
    for number in range(5):
        jobs.defer("tests.other_work", number=number)
    began = monotonic()
    with time.at(live_desk.place.clock):
        work_until_idle()
    assert OTHERS == [0, 1, 2, 3, 4]
    assert monotonic() - began < 5  # eight messages, but one wait of a second
    assert len(live_desk.gateway.keys) == 1
    live_desk.gateway.stop()
    live_desk.gateway.answer = "ok"
    live_desk.gateway.start()
    for _ in range(4):
        live_desk.place.clock += timedelta(minutes=2)
        live_desk.minute()
    assert len(live_desk.gateway.phones) == 8


@pytest.fixture
def worker(live_desk: Desk) -> Iterator[subprocess.Popen[bytes]]:
    """The worker as it runs in an office, in a process of its own."""
    hand_in(live_desk)
    read_ledgers(live_desk)
    live_desk.gateway.answer = "taken_then_hang"
    settings = {
        "MOTCUA_DATABASE_URL": database_url(),
        "MOTCUA_SMS_URL": live_desk.gateway.url,
        "MOTCUA_SMS_TOKEN": live_desk.gateway.token,
        "MOTCUA_NOTICE_SECONDS": "30",
        "DJANGO_SETTINGS_MODULE": "motcua.settings",
    }
    program = Path(sys.executable).with_name("motcua")
    process = subprocess.Popen([program, "worker"], env={**os.environ, **settings})
    yield process
    process.kill()
    process.wait()


@pytest.mark.slow
def test_a_worker_killed_while_it_sends_reaches_the_phone_once(
    live_desk: Desk, worker: subprocess.Popen[bytes]
) -> None:
    """The gateway has the SMS, the worker is killed (SIGKILL) before it could note the answer."""
    from motcua.notices.models import Message

    deadline = monotonic() + 60
    while not live_desk.gateway.phones and worker.poll() is None and monotonic() < deadline:
        sleep(0.05)
    assert len(live_desk.gateway.phones) == 1, "the worker did not come to sending"
    worker.kill()
    worker.wait()
    message = Message.objects.get()
    assert message.state == "waiting"
    live_desk.gateway.stop()
    live_desk.gateway.answer = "ok"
    live_desk.gateway.start()
    live_desk.place.clock = datetime.now(time.TZ) + timedelta(minutes=6)
    live_desk.minute()
    message.refresh_from_db()
    assert message.state == "sent"
    assert len(live_desk.gateway.phones) == 1
    assert live_desk.gateway.keys == [str(message.pk)] * 2
