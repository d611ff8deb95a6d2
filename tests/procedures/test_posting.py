"""Public posting: what must be posted by when, what changed, and what people read about it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

import pytest

from motcua.kernel import time
from motcua.kernel.errors import Refusal
from motcua.kernel.time import TZ
from motcua.procedures.comparison import compare
from motcua.procedures.drafts import DocumentDraft
from motcua.procedures.fees import FeeKind, FeeRow
from motcua.procedures.queries import (
    changes,
    last_change,
    postings,
    procedure_sheet,
    to_post,
    version_in_force,
)
from motcua.procedures.queries.posting import ChangeKind, Standing
from motcua.procedures.services import (
    check_draft,
    content,
    copy_procedure,
    discard_draft,
    import_catalogue,
    publish,
    save_draft,
    start_draft,
    withdraw,
)
from tests.procedures.conftest import few
from tests.township import Township, _township_database, township

__all__ = ["_township_database", "township"]
CODE = "1.004873"


def at(text: str) -> datetime:
    return datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=TZ)


def present(code: str = CODE) -> int:
    found = version_in_force(code, date(2026, 3, 10))
    assert found is not None
    return found


def decided(signed: date, order: str = "province") -> int:
    """A draft whose decision was signed."""
    draft = start_draft(present())
    known, seen = content(draft)
    save_draft(
        draft,
        replace(known, decision_number="12/QĐ", decision_date=signed, decision_order=order),
        expected=seen,
    )
    return draft


def standing(now: str, draft: int) -> Standing:
    with time.at(at(now)):
        return next(line.standing for line in postings(time.now()) if line.version_id == draft)


def test_a_province_has_five_working_days_from_the_signature(township: Township) -> None:
    draft = decided(date(2026, 3, 6))  # a Friday
    with time.at(at("2026-03-09 08:00")):
        line = next(line for line in postings(time.now()) if line.version_id == draft)
    assert line.due_at.astimezone(TZ).date() == date(2026, 3, 13)
    assert (line.days, line.posted_at, line.code) == (5, None, CODE)


@pytest.mark.parametrize(
    ("order", "day"), [("ministry", date(2026, 3, 20)), ("shortened", date(2026, 3, 10))]
)
def test_a_ministry_has_ten_days_and_the_shortened_procedure_two(
    township: Township, order: str, day: date
) -> None:
    draft = decided(date(2026, 3, 6), order)
    with time.at(at("2026-03-09 08:00")):
        line = next(line for line in postings(time.now()) if line.version_id == draft)
    assert line.due_at.astimezone(TZ).date() == day


def test_the_alarm_comes_a_working_day_before(township: Township) -> None:
    draft = decided(date(2026, 3, 6))
    assert standing("2026-03-09 08:00", draft) is Standing.DUE
    assert standing("2026-03-12 08:00", draft) is Standing.DUE
    assert standing("2026-03-12 18:00", draft) is Standing.DUE_SOON
    assert standing("2026-03-13 09:00", draft) is Standing.DUE_SOON
    assert standing("2026-03-14 09:00", draft) is Standing.OVERDUE


def test_what_presses_is_told_until_it_is_posted(township: Township) -> None:
    draft = decided(date(2026, 3, 6))
    assert to_post(at("2026-03-09 08:00")) == []
    assert [line.version_id for line in to_post(at("2026-03-13 09:00"))] == [draft]
    assert [line.standing for line in to_post(at("2026-03-16 09:00"))] == [Standing.OVERDUE]
    with time.at(at("2026-03-16 10:00")):
        publish(draft, expected=content(draft)[1], valid_from=date(2026, 3, 20))
    assert to_post(at("2026-03-16 11:00")) == []


@pytest.mark.parametrize(
    ("day", "kept"), [("2026-03-13 10:00", Standing.IN_TIME), ("2026-03-16 10:00", Standing.LATE)]
)
def test_publishing_posts_it_in_time_or_late(township: Township, day: str, kept: Standing) -> None:
    draft = decided(date(2026, 3, 6))
    with time.at(at(day)):
        publish(draft, expected=content(draft)[1], valid_from=date(2026, 3, 20))
    assert standing("2026-03-20 08:00", draft) is kept


def test_a_decision_of_tomorrow_is_not_signed_yet(township: Township) -> None:
    draft = decided(date(2026, 3, 6))
    with time.at(at("2026-03-05 10:00")):
        assert [problem.place for problem in check_draft(draft)] == ["decision_date"]
        with pytest.raises(Refusal, match="dated in the future"):
            publish(draft, expected=content(draft)[1])


def test_what_has_no_day_of_signature_raises_no_alarm(township: Township) -> None:
    start_draft(present())
    assert postings(time.now()) == []


def test_without_a_calendar_nobody_can_count_days(db: None) -> None:
    import_catalogue(few(CODE), valid_from=date(2026, 1, 1), decision_date=date(2026, 1, 2))
    assert postings(at("2026-03-01 08:00")) == []


# ── what changed ──


def changed(**values: object) -> dict[str, tuple[tuple[str, ...], tuple[str, ...]]]:
    """What a new version with these values shows against the old one."""
    old = present()
    draft = start_draft(old)
    known, seen = content(draft)
    save_draft(draft, replace(known, **values), expected=seen)
    found = compare(procedure_sheet(old), procedure_sheet(draft))
    return {change.place: (change.removed, change.added) for change in found}


@pytest.fixture
def small(db: None) -> None:
    import_catalogue(few(CODE), valid_from=date(2026, 1, 1))


@pytest.mark.usefixtures("small")
def test_a_copy_of_a_version_differs_in_nothing() -> None:
    assert changed() == {}


@pytest.mark.usefixtures("small")
def test_a_shorter_promise_shows_both_times() -> None:
    found = changed(committed_value=Decimal(2))
    assert list(found) == ["committed"]
    removed, added = found["committed"]
    assert removed != added
    assert "2" in added[0]


@pytest.mark.usefixtures("small")
def test_only_the_papers_that_differ_are_shown() -> None:
    known = content(present())[0].documents
    assert len(known) >= 1
    found = changed(documents=(*known[1:], DocumentDraft("Giấy mẫu", 2, 1)))
    removed, added = found["documents"]
    assert len(removed) == len(added) == 1
    assert known[0].name in removed[0]
    assert "Giấy mẫu" in added[0]


@pytest.mark.usefixtures("small")
def test_fees_channels_and_texts_are_named_by_their_places() -> None:
    fee = FeeRow(FeeKind.CHARGE, 8000)
    found = changed(fees=(fee,), channels=("counter",), notes=("Mang theo bản gốc",), name="Tên mới")
    assert set(found) == {"fees", "channels", "notes", "name"}
    assert "8.000" in found["fees"][1][0]


@pytest.mark.usefixtures("small")
def test_another_order_of_the_same_lines_is_a_change() -> None:
    known = content(present())[0]
    assert len(known.channels) > 1
    assert "channels" in changed(channels=tuple(reversed(known.channels)))


# ── the feed ──


@pytest.mark.usefixtures("small")
def test_new_changed_and_repealed_are_told_newest_first() -> None:
    draft = start_draft(present())
    known, seen = content(draft)
    shorter = replace(known, keywords=("độc thân",), decision_number="15/QĐ")
    with time.at(at("2027-01-10 08:00")):
        publish(draft, expected=save_draft(draft, shorter, expected=seen), valid_from=date(2027, 2, 1))
    with time.at(at("2027-03-10 08:00")):
        withdraw(draft, last_day=date(2027, 4, 1), decision_number="20/QĐ")
    told = changes()
    assert [(change.kind, change.number) for change in told] == [
        (ChangeKind.REPEALED, 2), (ChangeKind.CHANGED, 2), (ChangeKind.NEW, 1),
    ]  # fmt: skip
    assert told[0].day == date(2027, 4, 1)
    assert told[0].decision_number == "20/QĐ"
    assert told[1].places == ("keywords",)
    assert told[1].day == date(2027, 2, 1)
    assert last_change() == told[0].at


@pytest.mark.usefixtures("small")
def test_a_draft_is_told_to_nobody() -> None:
    start_draft(present())
    assert [change.kind for change in changes()] == [ChangeKind.NEW]


def test_an_empty_catalogue_changed_never(db: None) -> None:
    assert changes() == []
    assert last_change() is None


@pytest.mark.usefixtures("small")
def test_an_imported_change_says_what_changed() -> None:
    import_catalogue(
        few(CODE).replace("name_en: ", "name_en: Newly "), valid_from=date(2026, 6, 1), decision_number="9/QĐ"
    )
    newest = next(change for change in changes() if change.kind is ChangeKind.CHANGED)
    assert newest.places == ("name_en",)


# ── copies ──


@pytest.mark.usefixtures("small")
def test_a_copy_into_another_procedure_takes_the_content_and_not_the_identity() -> None:
    made = copy_procedure(present(), "LOCAL-MAU-01", "Thủ tục mẫu khác")
    old, new = content(present())[0], content(made)[0]
    assert (new.name, new.name_en, new.decision_number) == ("Thủ tục mẫu khác", "", "")
    assert (new.documents, new.fees, new.legal_value) == (old.documents, old.fees, old.legal_value)
    assert procedure_sheet(made).process_version_id == procedure_sheet(present()).process_version_id
    assert procedure_sheet(made).number == 1
    assert check_draft(made) == ()
    with pytest.raises(Refusal, match="exists already"):
        copy_procedure(present(), "LOCAL-MAU-01", "Thủ tục mẫu khác")
    discard_draft(made, expected=content(made)[1])
