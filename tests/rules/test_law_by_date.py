"""The law has dates: which parameters hold on which day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time
from itertools import pairwise
from types import MappingProxyType

import pytest

from motcua.kernel.errors import Refusal
from motcua.rules import queries, services
from motcua.rules.models import RuleSet
from motcua.rules.parameters import Parameter, RuleSetData, Trust, read_rule_sets


@pytest.fixture(autouse=True)
def nothing_remembered() -> Iterator[None]:
    queries.forget()
    yield
    queries.forget()


@pytest.fixture
def the_law(db: None) -> None:
    services.seed()


def test_every_packaged_parameter_names_its_text_and_its_trust() -> None:
    for rules in services.packaged():
        for name, parameter in rules.parameters.items():
            assert parameter.source, (rules.code, name)
            assert parameter.trust in set(Trust), (rules.code, name)


def test_a_later_set_keeps_what_it_does_not_change() -> None:
    oldest, *later = services.packaged()
    for rules in later:
        assert set(rules.parameters) >= set(oldest.parameters)


@pytest.mark.usefixtures("the_law")
@pytest.mark.parametrize(
    ("day", "code", "family", "supplements"),
    [
        (date(2017, 5, 2), "truoc-nd-61", "old", 2),
        (date(2018, 6, 20), "truoc-nd-61", "old", 2),
        (date(2018, 6, 21), "nd-61-2018", "old", 1),
        (date(2025, 6, 30), "nd-61-2018", "old", 1),
        (date(2025, 7, 1), "nd-118-2025", "new", 1),
        (date(2026, 1, 24), "nd-118-2025", "new", 1),
        (date(2026, 1, 25), "tt-04-2025", "new", 1),
    ],
)
def test_the_rule_set_of_a_day(day: date, code: str, family: str, supplements: int) -> None:
    rules = queries.in_force(day)
    assert (rules.code, rules.code_family, rules.supplements_allowed) == (code, family, supplements)
    assert rules.transfer_cutoff == time(15, 0)
    assert rules.extensions_allowed == 1


@pytest.mark.usefixtures("the_law")
def test_seeding_twice_adds_nothing() -> None:
    before = list(RuleSet.objects.values_list("code", "valid_from", "valid_to"))
    assert services.seed() == 0
    assert list(RuleSet.objects.values_list("code", "valid_from", "valid_to")) == before


@pytest.mark.usefixtures("the_law")
def test_one_set_ends_the_day_before_the_next_begins() -> None:
    periods = [(rules.valid_from, rules.valid_to) for rules in queries.history()]
    assert periods[-1][1] is None
    for (_first, last), (next_first, _last) in pairwise(periods):
        assert last is not None
        assert (next_first - last).days == 1


@pytest.mark.usefixtures("the_law")
def test_before_the_first_rule_set_nothing_can_be_received() -> None:
    with pytest.raises(Refusal) as refused:
        queries.in_force(date(2001, 1, 1))
    assert refused.value.code == "no_rules_in_force"
    assert "01/01/2001" in refused.value.message


@pytest.mark.usefixtures("the_law")
def test_a_dossier_finds_its_rule_set_again_without_asking_the_database(
    django_assert_num_queries: pytest.FixtureRequest,
) -> None:
    rules = queries.in_force(date(2026, 3, 2))
    with django_assert_num_queries(0):  # type: ignore[operator]
        assert queries.by_id(rules.id) is rules
        assert queries.in_force(date(2026, 3, 3)) is rules


@pytest.mark.usefixtures("the_law")
def test_a_new_text_supersedes_from_its_day_and_old_dossiers_keep_theirs() -> None:
    pinned = queries.in_force(date(2026, 10, 1))
    new = RuleSetData(
        "nd-moi",
        "Nghị định mới",
        date(2027, 1, 1),
        MappingProxyType(
            {**pinned.parameters, "supplements_allowed": Parameter(0, "NĐ mới Điều 1", Trust.LAW)}
        ),
    )
    assert services.publish([new]) == 1
    assert queries.in_force(date(2026, 12, 31)).code == "tt-04-2025"
    assert queries.in_force(date(2027, 1, 1)).supplements_allowed == 0
    assert queries.by_id(pinned.id).supplements_allowed == 1


@pytest.mark.usefixtures("the_law")
def test_two_sets_cannot_start_on_one_day() -> None:
    twin = RuleSetData("twin", "Twin", date(2025, 7, 1), MappingProxyType({}))
    with pytest.raises(Refusal, match="nd-118-2025"):
        services.publish([twin])


@pytest.mark.usefixtures("the_law")
def test_a_parameter_nobody_wrote_is_said_so() -> None:
    with pytest.raises(Refusal, match="says nothing about phase_of_the_moon"):
        queries.in_force(date(2026, 3, 2)).get("phase_of_the_moon")


@pytest.mark.parametrize(
    ("parameters", "complaint"),
    [
        ({"x": {"value": 1}}, r"bad\.x: expected value, source and trust"),
        ({"x": {"value": 1, "source": "s", "trust": "rumour"}}, r"bad\.x: trust is 'rumour'"),
    ],
)
def test_a_bad_file_names_the_parameter_at_fault(parameters: dict[str, object], complaint: str) -> None:
    document = {
        "schema": "motcua-rule-sets/1",
        "rule_sets": [
            {"code": "bad", "name": "Bad", "valid_from": date(2020, 1, 1), "parameters": parameters}
        ],
    }
    with pytest.raises(ValueError, match=complaint):
        read_rule_sets(document)
