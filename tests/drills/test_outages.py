"""Mail, SMS gateway, time-stamp authority and the disk for papers fail one after another, then all at once.

Two weeks of Vĩnh Tuy are replayed twice with the real worker and real servers: undisturbed, and with the
outages. People notice nothing of them: every command succeeds. Nothing is lost, nothing is done twice, and
everything catches up by itself.
"""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from procrastinate.exceptions import AlreadyEnqueued
from pytest_django import DjangoDbBlocker

from motcua.kernel import time
from tests.drills.outside import Surroundings
from tests.kernel.test_jobs import work_until_idle
from tests.papers.authority import Authority
from tests.papers.conftest import authority, certificate_file, office_certificate
from tests.township import OFFICE, at, copied

__all__ = ["authority", "certificate_file", "office_certificate"]  # fixtures of the papers' tests
DOSSIERS = 50
LAST_ACT = at("2026-03-14 00:00")
EVERY = timedelta(hours=2)
PATIENCE = timedelta(days=4)  # until then everything has caught up
ALL = frozenset({"mail", "sms", "stamps", "disk"})
OUTAGES: tuple[tuple[datetime, frozenset[str]], ...] = (
    (at("2026-03-03 08:00"), frozenset({"mail"})),
    (at("2026-03-04 10:00"), frozenset({"sms"})),
    (at("2026-03-05 12:00"), frozenset({"stamps"})),
    (at("2026-03-06 14:00"), frozenset({"disk"})),
    (at("2026-03-10 09:00"), frozenset()),
    (at("2026-03-10 14:00"), ALL),
    (at("2026-03-11 16:00"), frozenset()),
)
EACH_MINUTE = ("motcua.notices_each_minute", "motcua.sign_waiting_papers", "motcua.draw_papers")


@dataclass
class Office:
    """The replayed office with its worker. `bitten`: how much waited at the end of each outage."""

    around: Surroundings
    outages: tuple[tuple[datetime, frozenset[str]], ...]
    bitten: dict[frozenset[str], dict[str, int]] = field(default_factory=dict)
    acts: Counter[frozenset[str]] = field(default_factory=Counter)

    @property
    def clock(self) -> datetime:
        return self.around.clock

    def play(self) -> None:
        """Two weeks of the plan, every act in its own minute, the worker going round in between."""
        from motcua.scenarios.plan import in_order
        from motcua.scenarios.replay import play

        run = _two_weeks()
        self.round()
        wanted = sum(moment <= LAST_ACT for moment, _planned, _index in in_order(run.plan))
        assert play(run.scene, self._acts(run), LAST_ACT) == wanted
        self._go_on_until(LAST_ACT)

    def _acts(self, run: Any) -> Iterator[tuple[datetime, Any, int]]:
        from motcua.scenarios.plan import in_order

        for moment, planned, index in in_order(run.plan):
            if moment > LAST_ACT:
                return
            self._go_on_until(moment)
            self.acts[self.around.down] += 1
            yield moment, planned, index
            if index == 0 and planned.number % 3 == 0:
                self._has_a_mailbox(run.scene.dossier_id(planned.number), moment)

    def _has_a_mailbox(self, dossier: UUID, moment: datetime) -> None:
        from motcua.dossiers import commands as cmd
        from motcua.dossiers import services
        from motcua.offices.actors import actor_for
        from motcua.offices.models import Person

        known = {"command_id": uuid4(), "dossier_id": dossier}
        desk = actor_for(Person.objects.get(username="tiepnhan").pk, moment.date())
        with time.at(moment + timedelta(seconds=1)):
            reason = "Người nộp cho biết địa chỉ thư"
            command = cmd.CorrectData(
                **known, field="email", new=f"{dossier.hex}@nguoi-nop.example", reason=reason
            )
            services.execute(command, desk)

    def _go_on_until(self, moment: datetime) -> None:
        """The worker goes round every two hours of the day; what fails, fails at its time."""
        while self.clock + EVERY < moment:
            self.around.clock += EVERY
            due = [down for begin, down in self.outages if begin <= self.clock]
            if due and due[-1] != self.around.down:
                self.bitten[self.around.down] = waiting()
                self.around.only_down(due[-1])
            if 7 <= self.clock.hour <= 20:
                self.round()

    def round(self) -> None:
        """One minute of the worker: what is done each minute, and every job that this leads to."""
        from motcua.kernel import jobs

        with time.at(self.clock):
            for name in EACH_MINUTE:
                with suppress(AlreadyEnqueued):  # the real clock may have asked for it at a full minute
                    jobs.defer(name, timestamp=0)
            work_until_idle()

    def catch_up(self) -> None:
        """Nothing fails any more and nobody does anything: the worker alone."""
        begun = self.clock
        while any(waiting().values()):
            assert self.clock - begun < PATIENCE, f"still waiting: {waiting()}"
            self.around.clock += timedelta(minutes=10)
            self.round()


def _two_weeks() -> Any:
    from motcua.offices.models import Office as OfficeRow
    from motcua.scenarios import commands, description
    from motcua.scenarios.shares import Shares

    scenario = description.read("vinh-tuy")
    shares = Shares(
        late=0.1, refused=0.1, sent_back=0.1, supplement=0.25, opinion=0.15, paused=0.1, withdrawn=0.1,
        extended=0.5, apologised=0.4, by_post_back=0.1,
    )  # fmt: skip
    weeks = {"first": date(2026, 3, 2), "last": date(2026, 3, 11), "closed_by": None}
    run = replace(scenario.runs[0], shares=shares, **weeks)
    office = OfficeRow.objects.get(code_new="H99.20.1")
    with time.at(at("2026-03-02 07:00")):
        return commands.runs(replace(scenario, runs=(run,)), office, DOSSIERS)[0]


def waiting() -> dict[str, int]:
    """What has been promised and is not done yet."""
    from motcua.notices.models import Message
    from motcua.notices.services.sending import WAITING
    from motcua.papers.models import IssuedPaper, PaperDue

    messages = Message.objects.filter(WAITING)
    return {
        "mail": messages.filter(channel="email").count(),
        "sms": messages.filter(channel="sms").count(),
        "stamps": IssuedPaper.objects.filter(signed_state=IssuedPaper.SignedState.WAITING).count(),
        "disk": PaperDue.objects.count(),
    }


@dataclass(frozen=True)
class Left:
    """What two weeks left behind, in words that do not depend on when it was done."""

    events: Counter[tuple[str, str, str]]
    messages: frozenset[tuple[str, int, str, str, str]]
    papers: frozenset[tuple[str, int, str]]


def left_behind() -> Left:
    from motcua.dossiers.models import DossierEvent
    from motcua.notices.models import Message
    from motcua.papers.models import IssuedPaper

    events = DossierEvent.objects.exclude(type="paper_issued").values_list("dossier_id", "type", "at")
    order = {
        (one.dossier_id, one.seq): (str(one.dossier_id), str(one.at)) for one in DossierEvent.objects.all()
    }
    return Left(
        Counter((str(dossier), kind, str(moment)) for dossier, kind, moment in events),
        frozenset(
            (*order[one.dossier_id, one.seq], one.moment, one.channel, one.to)
            for one in Message.objects.all()
        ),
        frozenset((*order[one.dossier_id, one.seq], one.form) for one in IssuedPaper.objects.all()),
    )


def replayed(around: Surroundings, outages: tuple[tuple[datetime, frozenset[str]], ...]) -> Office:
    """The office, played to the end; then everything works and it has caught up."""
    office = Office(around, outages)
    try:
        around.start()
        office.play()
        around.only_down(frozenset())
        office.catch_up()
    finally:
        around.stop()
    return office


@pytest.fixture
def surroundings(
    settings: Any, tmp_path: Path, authority: Authority, certificate_file: Path
) -> Callable[[str], Surroundings]:
    """Servers and a disk of their own for each replay, and an office that uses them."""

    def made(name: str) -> Surroundings:
        around = Surroundings(authority, tmp_path / name, at("2026-03-02 07:00"))
        settings.SMTP_URL, settings.MAIL_FROM = around.mail.url, "motcua@vinhtuy.example"
        settings.SMS_URL, settings.SMS_TOKEN, settings.SMS_BRAND = around.sms.url, around.sms.token, "VINHTUY"
        settings.NOTICE_SECONDS = 2
        settings.STORED_FILES = around.disk.folder
        settings.SIGN_PKCS12, settings.SIGN_PKCS12_PASSPHRASE = str(certificate_file), "bí mật"
        around.stamps.start()  # its address is known from now on
        around.stamps.stop()
        settings.SIGN_TIMESTAMP_URL = around.stamps.url
        return around

    return made


@pytest.mark.slow
def test_outages_are_noticed_by_nobody_and_everything_catches_up(
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    surroundings: Callable[[str], Surroundings],
    authority: Authority,
) -> None:
    with django_db_blocker.unblock():
        with copied(OFFICE, "undisturbed", fresh=True):
            replayed(surroundings("undisturbed"), ())
            undisturbed = left_behind()
        with copied(OFFICE, "disturbed", fresh=True):
            office = replayed(surroundings("disturbed"), OUTAGES)
            disturbed = left_behind()
            check_every_outage_was_felt_outside_only(office)
            check_messages_were_sent_once(office.around)
            check_papers(authority, office.clock)
            check_ledgers()
    assert disturbed.events == undisturbed.events
    assert disturbed.messages == undisturbed.messages
    assert disturbed.papers == undisturbed.papers
    assert min(len(disturbed.messages), len(disturbed.papers)) > 25


def check_every_outage_was_felt_outside_only(office: Office) -> None:
    """Work went on in each of them, and something really waited for what was down."""
    for _begin, down in OUTAGES:
        if down:
            assert office.acts[down] > 5, f"nobody worked while {sorted(down)} failed"
            # Where no paper can be kept, none is there to be signed.
            felt = down - {"stamps"} if "disk" in down else down
            assert all(office.bitten[down][name] for name in felt), f"{sorted(down)}: {office.bitten[down]}"


def check_messages_were_sent_once(around: Surroundings) -> None:
    """Every message arrived once, but for those that were overtaken while they waited."""
    from motcua.notices.models import Message
    from motcua.notices.reasons import Reason

    sent = Message.objects.filter(accepted_at__isnull=False)
    sms = Counter((one.to, one.text) for one in sent.filter(channel="sms"))
    assert Counter((one.to, one.text) for one in around.sms.phones) == sms
    letters = Counter((str(letter["To"]), str(letter["Subject"]).strip()) for letter in around.mail.letters)
    assert letters == Counter((one.to, one.subject) for one in sent.filter(channel="email"))
    assert sms
    assert letters
    unsent = Message.objects.filter(accepted_at=None, channel__in=("sms", "email"))
    assert {one.reason for one in unsent} <= {Reason.OVERTAKEN}
    assert all(one.moot_at for one in unsent)


def check_papers(authority: Authority, now: datetime) -> None:
    """Every paper is on the disk, numbered without gaps, and signed with its time where signatures are wanted."""
    from motcua.files.queries import verify_all
    from motcua.papers.kinds import Form
    from motcua.papers.models import IssuedPaper
    from motcua.papers.signatures import current_bytes, wanted_for
    from motcua.papers.signing import Trust, validate

    trust = Trust((authority.root.der,))
    papers = list(IssuedPaper.objects.all())
    assert verify_all()[1] == []
    for form in {paper.form for paper in papers}:
        numbers = sorted(paper.number for paper in papers if paper.form == form)
        assert numbers == list(range(1, len(numbers) + 1)), form
    wanted = [paper for paper in papers if wanted_for(Form(paper.form))]
    assert wanted
    for paper in wanted:
        verdict = validate(current_bytes(paper), trust, now)
        assert verdict.good, verdict.text()
        assert [one.timestamped for one in verdict.signatures] == [True]


def check_ledgers() -> None:
    """`motcua verify` finds nothing, and no work was given up."""
    from motcua.dossiers import verify
    from motcua.kernel import jobs

    said = io.StringIO()
    assert verify.main(said, io.StringIO()) == 0, said.getvalue()
    assert jobs.failed() == []
