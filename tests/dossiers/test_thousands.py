"""Thousands of dossiers, and everybody tries everything on all of them: the law holds for each at every moment.

Decisions are taken by the pure life cycle on the township's own catalogue, so that a run of a minute sees
thousands of lives: hand-in, supplements, pauses, tax, opinions, extensions, stops, post, calendars that change.
In the end every one of them is led to its end, which proves that none was stranded.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from motcua.dossiers import commands as cmd
from motcua.dossiers.status import READY_TO_RETURN, Status
from motcua.kernel.errors import Refusal
from tests.dossiers.attempts import BESIDE, CHANGES, Attempt, Wanted, attempts, command_of, onwards
from tests.dossiers.lawful import check_clock, check_event, check_ledger, check_state
from tests.dossiers.naive_clock import Days, NaiveClock
from tests.dossiers.saying import check_words
from tests.dossiers.values import Kept, PlainOffice, closed_on, decided
from tests.township import Township, at

CODES = (
    "1.004873",  # three days
    "LOCAL-DATDAI-CHUYENNHUONG",  # two appointments, tax between them
    "2.000815",  # the same day
    "2.002755",  # fifteen steps
    "1.011607",  # calendar days
    "1.014027",  # committed below legal
    "1.004944",
)
CROWD, EXAMPLES, STEPS = 40, 70, 40
LONGEST_LIFE = 120


class ManyDossiers(RuleBasedStateMachine):
    """A crowd of dossiers in one office. `seen` counts over all runs what really happened."""

    place: PlainOffice
    seen: Counter[str]
    lives: int

    def __init__(self) -> None:
        super().__init__()
        self.now: datetime = at("2026-02-09 08:00")  # the week before Tết
        self.crowd: list[Kept] = []
        self.calendars = [self.place.calendar]
        self.days = [Days()]
        self.refused: Refusal | None = None

    # ── the office ──

    @initialize(
        handed_in=st.lists(
            st.tuples(st.sampled_from(CODES), st.integers(0, 40)), min_size=CROWD, max_size=CROWD
        )
    )
    def people_hand_in(self, handed_in: list[tuple[str, int]]) -> None:
        """Most are received, some begin as a draft, some are not begun at all."""
        for code, minutes in handed_in:
            self.now += timedelta(minutes=minutes)
            kept = Kept.new()
            self.crowd.append(kept)
            if minutes % 8 == 7:
                continue
            known = {"command_id": kept.state.id, "dossier_id": kept.state.id, "intake": self.intake(code)}
            command = cmd.SaveDraft(**known) if minutes % 8 == 6 else cmd.ReceiveDossier(**known)
            self.attempt(kept, (command, self.place.office.people["tiepnhan"]))

    def intake(self, code: str) -> cmd.Intake:
        return next(item for item in self.place.subjects.values() if item.terms.code == code).new_intake()

    @rule(minutes=st.integers(1, 60 * 24 * 3))
    def time_passes(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)

    @rule(tried=st.lists(st.tuples(st.integers(0, CROWD - 1), attempts()), min_size=15, max_size=40))
    def people_try(self, tried: list[tuple[int, Attempt]]) -> None:
        for number, attempt in tried:
            self.now += timedelta(minutes=attempt.pick % 7)
            self.somebody_tries(self.crowd[number], attempt)

    @rule(attempt=attempts(), step=st.integers(1, 5))
    def the_same_happens_to_many(self, attempt: Attempt, step: int) -> None:
        """A leader signs what waits for a signature, the desk tells everybody what is missing, and so on."""
        for kept in self.crowd[::step]:
            self.somebody_tries(kept, attempt)

    @rule(step=st.integers(1, 4), refused=st.booleans())
    def the_office_works(self, step: int, refused: bool) -> None:
        """Every so many-th dossier goes one lawful step on."""
        for kept in self.crowd[::step]:
            wanted = onwards(kept.state, self.place.office, self.now, refused)
            if wanted is not None:
                self.attempt(kept, wanted)
        self.now += timedelta(hours=2)

    @rule(ahead=st.integers(0, 20))
    def the_office_decides_to_close(self, ahead: int) -> None:
        """A day off is decided, and the clock looks at every dossier, as its job does."""
        day: date = self.now.date() + timedelta(days=ahead)
        self.calendars.append(closed_on(self.calendars[-1], day))
        self.days.append(Days(self.days[-1].closed | {day}))
        for kept in self.crowd:
            if kept.state.exists:
                self.somebody_tries(kept, Attempt("recompute", "clock", 0))

    def somebody_tries(self, kept: Kept, attempt: Attempt) -> None:
        subject = kept.subject_id if kept.state.exists else sorted(self.place.subjects)[attempt.pick % 7]
        intake = self.place.subjects[subject].new_intake()
        for name, value in CHANGES[attempt.pick % len(CHANGES)](self.now).items():
            intake = cmd.Intake(**{**{key: getattr(intake, key) for key in intake.__slots__}, name: value})
        self.attempt(kept, command_of(attempt, kept.state, self.place.office, self.now, intake))

    # ── trying, and what always holds ──

    def attempt(self, kept: Kept, wanted: Wanted) -> None:
        if not kept.state.exists and not hasattr(wanted[0], "intake"):
            return  # the service says “there is no such dossier” before the law is asked
        before = kept.state
        try:
            event = decided(self.place, kept, wanted, self.now, self.calendars[-1])
        except Refusal as refusal:
            check_words(refusal)
            self.refused = refusal
            self.seen[f"refused: {refusal.code}"] += 1
            return
        kept.take(event, self.now, wanted[1], wanted[0].command_id, len(self.calendars) - 1)
        self.seen[event.type] += 1
        with telling(kept):
            check_event(before, event, kept.state)
            check_state(kept.state, self.place.office.people.values())
            check_clock(kept.state)
            if kept.state.due_at != before.due_at or kept.state.clock != before.clock:
                self.check_due(kept)

    def check_due(self, kept: Kept) -> None:
        """The date is what the ledger gives when everything is counted by hand, from the beginning."""
        if kept.state.finished_at is not None or kept.state.received_at is None:
            return
        limits = self.place.subjects[kept.subject_id].limits
        for told, which in ((kept.state.due_at, "committed"), (kept.state.legal_due_at, "legal")):
            clock = NaiveClock([getattr(item, which) for item in limits]).read(kept.ledger)
            counted = clock.due(self.days[kept.calendars[clock.reckoned - 1]])
            assert told == counted, f"{which}: {told}, but counted by hand {counted}"

    def teardown(self) -> None:
        """Every dossier can be led to its end, whatever was tried on it; then its whole ledger is read again."""
        type(self).lives += sum(kept.state.exists for kept in self.crowd)
        for number, kept in enumerate(self.crowd):
            if not kept.state.exists:
                self.somebody_tries(kept, Attempt("refuse_reception", "tiepnhan", 0))
            for step in range(LONGEST_LIFE):
                for beside in (number + step, number + step + 1) if step < 3 * len(BESIDE) else ():
                    if kept.state.exists:
                        self.somebody_tries(kept, BESIDE[beside % len(BESIDE)])
                wanted = onwards(kept.state, self.place.office, self.now)
                if wanted is None:
                    break
                version = kept.state.version
                self.attempt(kept, wanted)
                with telling(kept):
                    assert kept.state.version > version, f"{wanted[0]} is stranded: {self.refused!r}"
                self.now += timedelta(minutes=7)
            with telling(kept):
                check_ledger(kept.state, kept.ledger)
            assert kept.state.status not in READY_TO_RETURN | {Status.IN_PROCESSING, Status.IN_POST}


@contextmanager
def telling(kept: Kept) -> Iterator[None]:
    """A broken promise is told with the whole story of the one dossier."""
    try:
        yield
    except AssertionError as broken:
        story = "\n".join(f"  {entry.at:%d/%m %H:%M} {entry.event}" for entry in kept.ledger)
        raise AssertionError(f"{broken}\n{kept.state.code}:\n{story}") from broken


@pytest.fixture
def machine(township: Township) -> type[ManyDossiers]:
    """The machine, with what the township's catalogue says of seven kinds of procedures."""
    township.clock = at("2026-02-09 08:00")
    ManyDossiers.place = PlainOffice.read(township, CODES)
    ManyDossiers.seen, ManyDossiers.lives = Counter(), 0
    return ManyDossiers


# Each of these is an event of the law; a run that never saw one of them proved nothing about it.
LEGAL_LIFE = {
    "drafted", "received", "reception_refused", "step_completed", "decided", "sent_back", "reassigned",
    "paper_added", "custody_changed", "handed_over", "due_recomputed", "supplement_requested",
    "supplement_delivered", "supplement_completed", "stopped", "paused", "resumed", "opinion_asked",
    "opinion_given", "extension_proposed", "extended", "apologised", "corrected", "rules_switched",
    "paper_issued", "sent_by_post", "post_returned",
}  # fmt: skip


@pytest.mark.slow
def test_the_law_holds_for_thousands_of_dossiers(machine: type[ManyDossiers]) -> None:
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=STEPS,
            print_blob=True,
            derandomize=False,
            report_multiple_bugs=False,
            # Made smaller, a crowd would take minutes; the story of the one dossier says enough.
            phases=[Phase.reuse, Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )
    assert machine.lives > 2000
    assert LEGAL_LIFE - machine.seen.keys() == set()
