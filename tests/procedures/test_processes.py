"""A process is drafted, checked and published; a published one stays as it is."""

from __future__ import annotations

import pytest

from motcua.kernel.errors import Refusal, Stale
from motcua.processes.models import ProcessVersion
from motcua.processes.queries import compiled, detail, problems_of, processes
from motcua.processes.services import (
    check,
    create_draft,
    publish,
    publish_source,
    sha256,
    update_draft,
    withdraw,
)
from motcua.processes.steps import from_steps, standard_seven

pytestmark = pytest.mark.django_db

SEVEN = from_steps(standard_seven(960), "qt-test", "Quy trình thử").decode()
LONGER = from_steps(standard_seven(1440), "qt-test", "Quy trình thử").decode()
NOBODY = SEVEN.replace("signing_leader", "").replace("leadership", "")
STRANDED = SEVEN.replace('sourceRef="Step_7" targetRef="End"', 'sourceRef="Step_7" targetRef="Step_6"')


def test_a_draft_is_published_and_compiled_once(django_assert_num_queries: object) -> None:
    version = publish(create_draft("qt-test", "Quy trình thử", SEVEN), None, "15/QĐ-UBND")
    with django_assert_num_queries(1):  # type: ignore[operator]
        net = compiled(version)
    with django_assert_num_queries(0):  # type: ignore[operator]
        assert compiled(version) is net
    found = detail(version)
    assert problems_of(version, None) == ()
    assert [step.action for step in found.steps][-2:] == ["clerk", "return"]
    assert found.steps[0].follows == (found.steps[1].name,)
    assert [line.version_id for line in processes("published")] == [version]


def test_two_people_do_not_overwrite_each_others_drawing() -> None:
    version = create_draft("qt-test", "Quy trình thử", SEVEN)
    assert update_draft(version, LONGER, sha256(SEVEN)) == sha256(LONGER)
    with pytest.raises(Stale):
        update_draft(version, SEVEN, sha256(SEVEN))


def test_a_published_drawing_is_never_changed() -> None:
    version = publish(create_draft("qt-test", "Quy trình thử", SEVEN), None)
    with pytest.raises(Refusal, match="never changed"):
        update_draft(version, LONGER, sha256(SEVEN))
    with pytest.raises(Refusal, match="published already"):
        publish(version, None)


def test_steps_longer_than_promised_are_refused_with_the_sum() -> None:
    with pytest.raises(Refusal, match="1440 working minutes"):
        publish_source("qt-test", "Quy trình thử", LONGER, committed_minutes=960)
    assert not ProcessVersion.objects.filter(process__key="qt-test", state="published").exists()


@pytest.mark.parametrize(
    "xml", ["", "<a/>", "no xml", "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", "\ud800", "<"]
)
def test_what_is_no_drawing_is_refused_and_nothing_is_kept(xml: str) -> None:
    with pytest.raises(Refusal, match="cannot be used"):
        create_draft("qt-test", "Quy trình thử", xml)
    assert processes() == []


@pytest.mark.parametrize("xml", [NOBODY, STRANDED])
def test_a_drawing_that_could_strand_a_dossier_stays_a_draft(xml: str) -> None:
    assert xml != SEVEN
    assert check(xml)
    try:
        version = create_draft("qt-test", "Quy trình thử", xml)
    except Refusal:
        return  # told even earlier
    with pytest.raises(Refusal, match="cannot be published"):
        publish(version, None)


def test_the_same_drawing_is_published_once() -> None:
    first = publish_source("qt-test", "Quy trình thử", SEVEN)
    assert publish_source("qt-test", "Quy trình thử", SEVEN) == first
    other = publish_source("qt-test", "Quy trình thử", LONGER)
    assert [line.number for line in processes()] == [2, 1]
    withdraw(other)
    assert [line.version_id for line in processes("withdrawn")] == [other]


def test_a_draft_has_no_net_to_run_on() -> None:
    with pytest.raises(Refusal):
        compiled(create_draft("qt-test", "Quy trình thử", SEVEN))
