"""The township with a mail server and an SMS gateway of its own."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection

from tests.notices.doubles import Gateway, MailServer
from tests.township import Township, _township_database, at, live_township, township

__all__ = ["Desk", "_township_database", "desk", "gateway", "live_township", "mail", "township"]

PHONE, EMAIL = "0912 345 678", "dao@example.vn"


@dataclass
class Desk:
    """The township, with short ways to let a minute pass and to look at what citizens were told."""

    place: Township
    mail: MailServer
    gateway: Gateway

    def applicant(self, phone: str = PHONE, email: str = "", **more: Any) -> Any:
        from motcua.dossiers import commands as cmd

        return cmd.Applicant(
            **{"name": "Nguyễn Thị Mẫu Đào", "id_number": "099190000007"} | more, phone=phone, email=email
        )

    def receive(
        self, when: str = "2026-03-02 09:00", phone: str = PHONE, email: str = "", **more: Any
    ) -> UUID:
        found = self.place.receive(when=at(when), applicant=self.applicant(phone, email, **more))
        return found.dossier_id  # type: ignore[no-any-return]

    def do(self, who: str, kind: type, dossier: UUID, when: str = "", **values: Any) -> Any:
        command = kind(command_id=uuid4(), dossier_id=dossier, **values)
        return self.place.execute(command, who, at(when) if when else None)

    def ready(self, dossier: UUID) -> None:
        """Work the dossier through until its result can be returned."""
        self.place.run_until(dossier, "return")

    def ask_for_papers(self, dossier: UUID) -> None:
        from motcua.dossiers import commands as cmd

        self.place.step(dossier, assignee_id=self.place.actor("hotich").person_id)
        item = cmd.MissingItem("Văn bản ủy quyền", "Người nộp không phải chủ hồ sơ")
        self.do("hotich", cmd.RequestSupplement, dossier, items=(item,))
        self.do("tiepnhan", cmd.DeliverSupplementRequest, dossier, manner="thư điện tử")

    def minute(self, when: str = "") -> None:
        """One round of the periodic job, then everything the worker was asked to do."""
        from motcua.kernel import time
        from motcua.notices.tasks import each_minute

        if when:
            self.place.clock = at(when)
        with time.at(self.place.clock):
            self.work()
            each_minute(timestamp=0)
            self.work()

    def work(self) -> int:
        """Do the jobs that wait, here and now, each once."""
        from motcua.kernel import time

        done = 0
        with time.at(self.place.clock):
            while row := self._job():
                name, arguments = row
                self._carry_out(name, arguments if isinstance(arguments, dict) else json.loads(arguments))
                done += 1
        return done

    def _carry_out(self, name: str, values: dict[str, Any]) -> None:
        from motcua.kernel import jobs
        from motcua.notices import services

        if name == jobs.ON_DOSSIER_EVENT:
            # Without the closing of connections around it, which would end the test's transaction.
            services.tell_of_event(UUID(values["dossier"]), values["sequence"])
        else:
            jobs.app.tasks[name](**values)

    def _job(self) -> Any:
        with connection.cursor() as cursor:
            cursor.execute(
                "DELETE FROM procrastinate_jobs WHERE id = (SELECT min(id) FROM procrastinate_jobs"
                " WHERE status = 'todo' AND task_name IN ('motcua.send_message', 'motcua.on_dossier_event'))"
                " RETURNING task_name, args"
            )
            return cursor.fetchone()

    def messages(self, dossier: UUID, moment: str = "") -> list[Any]:
        from motcua.notices.models import Message

        found = Message.objects.filter(dossier_id=dossier).order_by("seq", "moment", "channel")
        return [one for one in found if moment in ("", one.moment)]

    def states(self, dossier: UUID, moment: str = "") -> list[tuple[str, str, str]]:
        return [(one.moment, one.channel, one.state.value) for one in self.messages(dossier, moment)]

    def calls(self, who: str = "tiepnhan") -> list[Any]:
        from motcua.notices.queries import calls

        return calls(self.place.actor(who))


@pytest.fixture
def gateway(settings: Any) -> Iterator[Gateway]:
    found = Gateway()
    found.start()
    settings.SMS_URL, settings.SMS_TOKEN, settings.SMS_BRAND = found.url, found.token, "VINHTUY"
    settings.NOTICE_SECONDS = 1
    yield found
    found.stop()


@pytest.fixture
def mail(settings: Any) -> Iterator[MailServer]:
    found = MailServer()
    found.start()
    settings.SMTP_URL, settings.MAIL_FROM = found.url, "motcua@vinhtuy.example.vn"
    settings.NOTICE_SECONDS = 1
    yield found
    found.stop()


@pytest.fixture
def desk(township: Township, gateway: Gateway, mail: MailServer) -> Desk:
    return Desk(township, mail, gateway)
