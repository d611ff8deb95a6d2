"""The records page tells the supervisor what the program still owes, and why."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from motcua.files import places
from motcua.kernel import jobs, time
from motcua.papers import following
from motcua.papers.kinds import Form
from motcua.papers.models import IssuedPaper
from tests.desk.conftest import Officer, sign_in
from tests.township import Township, _township_database, live_township, township

__all__ = ["_township_database", "live_township", "sign_in", "township"]


@pytest.fixture
def records(township: Township, sign_in: Callable[[str], Officer]) -> Callable[[], str]:
    supervisor = sign_in("giamsat")

    def page() -> str:
        answer = supervisor.get("/oversight/records/")
        assert answer.status_code == 200
        return str(answer.content.decode())

    return page


def test_a_paper_that_could_not_be_drawn_is_told_with_its_reason(
    township: Township, records: Callable[[], str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert "Không còn việc gì tồn đọng" in records()
    (tmp_path / "full").write_text("a file where the folder should be")
    state = township.receive().state
    with time.at(township.clock), monkeypatch.context() as broken:
        broken.setattr(places, "root", lambda: tmp_path / "full")
        following.at_once(state.id, Form.RECEIPT)
    page = records()
    assert state.code in page
    assert "Chưa lập được: Giấy tiếp nhận" in page
    with time.at(township.clock):
        following.last_of(state.id, Form.RECEIPT)
    assert "Không còn việc gì tồn đọng" in records()


def test_a_signature_that_is_long_in_coming_is_told(township: Township, records: Callable[[], str]) -> None:
    state = township.receive().state
    with time.at(township.clock):
        following.at_once(state.id, Form.RECEIPT)
    IssuedPaper.objects.update(signed_state="waiting", signing_note="the authority does not answer")
    assert "the authority does not answer" not in records()
    township.clock += timedelta(minutes=30)
    assert "the authority does not answer" in records()


def test_given_up_work_is_tried_again_with_one_button(
    township: Township, records: Callable[[], str], sign_in: Callable[[str], Any]
) -> None:
    jobs.defer("motcua.sign_paper", paper_id="0190b7a0-0000-7000-8000-000000000001")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing', attempts = 8")
        cursor.execute("UPDATE procrastinate_jobs SET status = 'failed'")
    assert "motcua.sign_paper" in records()
    assert sign_in("giamsat").post("/oversight/records/try-again/").status_code == 302
    assert jobs.failed() == []
