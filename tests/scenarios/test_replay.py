"""Playing the plan through the services: it can stop anywhere, goes on, and ends the same."""

from __future__ import annotations

import io
import json
from collections import Counter
from contextlib import redirect_stdout
from datetime import datetime
from itertools import islice
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, transaction
from django.db.models import F

from motcua.calendars.queries import explain_due, revision_sum, work_calendar
from motcua.dossiers import ledger, verify
from motcua.dossiers.clocks import Timing, due_by, limits_of, terms_of
from motcua.dossiers.engine_route import route_of
from motcua.dossiers.models import Dossier, DossierEvent
from motcua.dossiers.status import Channel, Status
from motcua.kernel import time
from motcua.offices.models import Office
from motcua.offices.routing import calendar_of_office
from motcua.procedures.queries import terms
from motcua.reports.commands import by_field
from motcua.scenarios import commands, description
from motcua.scenarios.commands import Played
from motcua.scenarios.plan import in_order
from motcua.scenarios.replay import play
from tests.scenarios.test_plan import NOW, PRINTED, calendar
from tests.township import Township, at

FEW = 30
CLOSED = {Status.RETURNED, Status.WITHDRAWN, Status.CLOSED_NO_SUPPLEMENT}


def planned(township: Township) -> list[Played]:
    with time.at(NOW):
        return commands.runs(description.read("vinh-tuy"), Office.objects.get(pk=township.office_id), FEW)


@pytest.fixture
def runs(township: Township) -> list[Played]:
    """Thirty dossiers of the year and thirty of the last days."""
    return planned(township)


def play_some(runs: list[Played], stop_after: int | None = None, until: datetime = NOW) -> int:
    """Play them all, or stop after so many acts, as if killed there; gives how many were carried out."""
    done = 0
    for run in runs:
        acts = islice(in_order(run.plan), None if stop_after is None else max(0, stop_after - done))
        done += play(run.scene, acts, until)
    return done


def hashes() -> dict[UUID, bytes]:
    return {row.id: bytes(row.last_hash) for row in Dossier.objects.all()}


def sound() -> bool:
    return verify.main(io.StringIO(), io.StringIO()) == 0


@pytest.fixture
def whole(runs: list[Played]) -> dict[UUID, bytes]:
    """The seal of every dossier after an uninterrupted run; what was played is taken back."""
    with transaction.atomic():
        play_some(runs)
        found = hashes()
        transaction.set_rollback(True)
    assert len(found) > 1.5 * FEW
    return found


def test_a_run_stopped_anywhere_and_started_again_ends_the_same(
    township: Township, runs: list[Played], whole: dict[UUID, bytes]
) -> None:
    for stop in (1, 2, 37, 111, 180, 181, 260):
        play_some(runs, stop_after=stop)
    play_some(planned(township))  # the plan, too, is made anew
    assert hashes() == whole
    assert sound()


def test_playing_a_finished_run_again_changes_nothing(runs: list[Played]) -> None:
    first = play_some(runs)
    before = DossierEvent.objects.count()
    assert before == first
    assert play_some(runs) == 0
    assert DossierEvent.objects.count() == before


def test_what_lies_in_the_future_is_not_played_yet(runs: list[Played]) -> None:
    play_some(runs, until=at("2017-06-30 12:00"))
    assert not DossierEvent.objects.filter(at__gt=at("2017-06-30 12:00")).exists()
    assert Dossier.objects.exclude(status__in=CLOSED).exists()
    play_some(runs)
    assert sound()


def test_every_dossier_of_the_year_is_finished_under_an_old_code(
    township: Township, runs: list[Played]
) -> None:
    play_some(runs)
    year = Dossier.objects.filter(received_at__year=2017)
    assert year.count() == FEW
    assert set(year.values_list("status", flat=True)) <= CLOSED
    assert all(code.startswith("000.01.20.H99-17") for code in year.values_list("code", flat=True))
    recent = Dossier.objects.filter(received_at__year=2026)
    assert all(code.startswith("H99.20.1-26") for code in recent.values_list("code", flat=True))
    assert recent.exclude(status=Status.RETURNED).exists()  # every list has life
    assert all_due_dates_hold(township, Dossier.objects.all()) == Dossier.objects.count()


def all_due_dates_hold(township: Township, dossiers: Any) -> int:
    """Compute the due date of each dossier again from its ledger; gives how many were looked at."""
    working, looked_at = calendar(township), 0
    for row in dossiers.iterator():
        told = ledger.fold_entries(row.pk, ledger.entries(row.pk))
        assert told.clock is not None
        assert told.process_version_id is not None
        if told.clock.stands:
            assert (row.due_at, row.legal_due_at) == (None, None), row.code
        else:
            limits = limits_of(terms(row.procedure_version_id), row.case_variant_id)
            clock = due_by(Timing(working, limits, route_of(told.process_version_id)), told.clock)
            assert (row.due_at, row.legal_due_at) == (clock.due_at, clock.legal_due_at), row.code
        looked_at += 1
    return looked_at


@pytest.mark.slow
def test_the_whole_year_gives_the_printed_figures_and_is_sound(
    live_township: Township, capsys: pytest.CaptureFixture[str]
) -> None:
    began = datetime.now().astimezone()
    assert commands.load("vinh-tuy") == 0
    took = (datetime.now().astimezone() - began).total_seconds()
    out = io.StringIO()
    with redirect_stdout(out):
        assert by_field(2017, True) == 0
    rows = json.loads(out.getvalue())["rows"]
    assert {row["field"]: row["received"] for row in rows if row["received"]} == PRINTED
    # What was closed while a supplement was waited for has no date to be judged by.
    undated = "finished_undated"
    assert all(
        row["received"] == row["finished"] == row["on_time"] + row["late"] + row[undated] for row in rows
    )
    assert sum(row[undated] for row in rows) < 20
    assert sum(row["late"] for row in rows) > 20
    assert all(row["open"] == 0 for row in rows)
    assert sound()
    the_legal_life_was_lived()
    the_lists_have_life()
    assert all_due_dates_hold(live_township, Dossier.objects.filter(received_at__year=2017)) == 2573
    every_procedure_explains_its_due_date(live_township)
    with capsys.disabled():
        print(f"\n2,573 + 60 dossiers played in {took:.0f} s")


def the_legal_life_was_lived() -> None:
    """Each act of the plan made its event, and every late dossier but a few had its apology."""
    events = DossierEvent.objects.filter(dossier__received_at__year=2017)
    for kind in (
        "supplement_requested", "supplement_delivered", "supplement_completed", "opinion_asked", "opinion_given",
        "paused", "resumed", "extended", "apologised", "sent_by_post", "corrected"
    ):  # fmt: skip
        assert events.filter(type=kind).count() > 5, kind
    ended = Counter(events.filter(type="stopped").values_list("payload__kind", flat=True))
    assert ended["withdrawn"] > 5
    assert ended["closed_no_supplement"] > 3
    decided = Counter(events.filter(type="decided").values_list("payload__decision", flat=True))
    assert decided["refused"] > 5
    late = Dossier.objects.filter(received_at__year=2017, finished_at__gt=F("due_at"))
    pardoned = late.filter(events__type__in=("extended", "apologised")).distinct().count()
    assert 0.8 * late.count() < pardoned < late.count()
    manners = set(events.filter(type="apologised").values_list("payload__manner", flat=True))
    assert manners == {"direct", "written", "public"}


def the_lists_have_life() -> None:
    recent = Dossier.objects.filter(received_at__year__gt=2017, finished_at=None)
    assert recent.filter(status=Status.SUPPLEMENT_IN_PROCESSING).count() == 3
    assert recent.filter(status=Status.SUSPENDED).count() == 1
    assert recent.filter(status=Status.IN_CONSULTATION).exists()
    assert recent.filter(tasks__action="sign_extension", tasks__closed_at=None).exists()


def every_procedure_explains_its_due_date(township: Township) -> None:
    """One dossier of each procedure: the derivation ends with the stored due date."""
    working = work_calendar(calendar_of_office(township.office_id), revision_sum())
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT ON (procedure_version_id) id FROM dossiers_dossier"
            " d WHERE received_at < '2018-01-01' AND NOT EXISTS (SELECT FROM dossiers_dossierevent e"
            " WHERE e.dossier_id = d.id AND e.type IN ('supplement_requested', 'paused'))"
            " ORDER BY procedure_version_id, received_at"
        )
        ids = [row[0] for row in cursor.fetchall()]
    assert len(ids) > 20
    for dossier_id in ids:
        row = Dossier.objects.get(pk=dossier_id)
        start = row.submitted_at if row.channel == Channel.POST else row.received_at
        limit, _ = terms_of(terms(row.procedure_version_id), row.case_variant_id)
        assert row.due_at is not None
        assert start is not None
        assert f"{time.local(row.due_at):%d/%m/%Y}" in explain_due(working, start, limit)[-1]
