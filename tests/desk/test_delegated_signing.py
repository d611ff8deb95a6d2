"""Somebody at the centre signs by delegation: until its last minute, and not a minute longer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from motcua.dossiers import commands as cmd
from motcua.dossiers import ledger
from motcua.dossiers.status import Decision
from motcua.kernel.ids import uuid7
from motcua.offices import services
from motcua.offices.actors import SYSTEM, actor_for
from motcua.offices.models import Delegation, Person, Unit
from motcua.offices.roles import Role
from tests.desk.test_signing import QUEUE, SIGN, prepared, reviewed, state_of, task_of, tick
from tests.dossiers.saying import known
from tests.township import Township, at

LAST_MINUTE, AFTER = at("2026-03-03 23:59"), at("2026-03-04 00:01")


@pytest.fixture
def delegated(township: Township) -> Delegation:
    """The chairman lets a receptionist sign at the desk until 3 March."""
    return services.delegate(
        SYSTEM,
        Person.objects.get(username="chutich").pk,
        Person.objects.get(username="tiepnhan").pk,
        unit_id=Unit.objects.get(office_id=township.office_id, kind="leadership").pk,
        role=Role.SIGNING_LEADER,
        decision_number="27/QĐ-UBND",
        valid_from=date(2026, 3, 1),
        valid_to=date(2026, 3, 3),
    )


def form(state: Any) -> dict[str, Any]:
    return {"command_id": uuid7(), "task": [tick(state)], "reviewed": reviewed([state])}


@pytest.mark.usefixtures("delegated")
def test_in_the_last_minute_the_queue_offers_it_and_it_is_signed(
    township: Township, sign_in: Callable[[str], Any]
) -> None:
    [state] = prepared(township, 1)
    deputy = sign_in("tiepnhan")
    assert [row.task.dossier_id for row in deputy.get(QUEUE, LAST_MINUTE).context["rows"]] == [state.id]
    deputy.post(SIGN, LAST_MINUTE, **form(state))
    assert state_of(state.id).decision == Decision.APPROVED
    entry = ledger.entries(state.id)[-1]
    chairman = Person.objects.get(username="chutich")
    assert (entry.actor_id, entry.event.in_place_of) == (deputy.person.pk, chairman.pk)
    told = sign_in("hotich").get(f"/desk/dossiers/{state.id}/", LAST_MINUTE).content.decode()
    assert f"{deputy.person.full_name}, thay {chairman.full_name}" in told


@pytest.mark.usefixtures("delegated")
def test_who_signs_in_the_own_right_signs_in_nobodys_place(
    township: Township, sign_in: Callable[[str], Any]
) -> None:
    [state] = prepared(township, 1)
    sign_in("chutich").post(SIGN, LAST_MINUTE, **form(state))
    assert ledger.entries(state.id)[-1].event.in_place_of is None


@pytest.mark.usefixtures("delegated")
def test_what_needs_the_delegation_is_told_with_who_gave_it_and_nothing_else_is(township: Township) -> None:
    [state] = prepared(township, 1)
    chairman = Person.objects.get(username="chutich").pk
    for command, giver in (
        (cmd.AddPaper(**known(state.id), paper=cmd.Paper(uuid7(), "Biên bản")), None),
        (cmd.Apologise(**known(state.id), kind="error", manner="direct", text="Chúng tôi xin lỗi."), None),
        (cmd.StopByLaw(**known(state.id), reason="Có quyết định", legal_basis="Điều 12"), chairman),
    ):
        township.execute(command, "tiepnhan")
        assert ledger.entries(state.id)[-1].event.in_place_of == giver, command


@pytest.mark.usefixtures("delegated")
def test_a_minute_after_the_last_day_it_is_refused_and_said_why(
    township: Township, sign_in: Callable[[str], Any]
) -> None:
    [state] = prepared(township, 1)
    deputy = sign_in("tiepnhan")
    deputy.get(QUEUE, LAST_MINUTE)  # the page stays open over midnight
    refused = deputy.post(SIGN, AFTER, **form(state))
    assert refused.status_code == 403
    assert "27/QĐ-UBND" in refused.content.decode()
    assert "03/03/2026" in refused.content.decode()
    found = state_of(state.id)
    assert found.decision is None
    assert found.version == state.version


@pytest.mark.usefixtures("delegated")
def test_on_the_dossiers_own_page_it_is_refused_too(
    township: Township, sign_in: Callable[[str], Any]
) -> None:
    [state] = prepared(township, 1)
    values = {"command_id": uuid7(), "task_id": task_of(state).id, "version": state.version, "act": "approve"}
    answer = sign_in("tiepnhan").post(f"/desk/dossiers/{state.id}/act", AFTER, **values)
    assert "27/QĐ-UBND" in answer.content.decode()
    assert state_of(state.id).decision is None


@pytest.mark.usefixtures("delegated")
def test_neither_the_inbox_nor_the_queue_offers_it_any_more(
    township: Township, sign_in: Callable[[str], Any]
) -> None:
    [state] = prepared(township, 1)
    deputy = sign_in("tiepnhan")
    assert str(state.id) in deputy.get("/desk/", LAST_MINUTE, scope="mine").content.decode()
    assert str(state.id) not in deputy.get("/desk/", AFTER, scope="mine").content.decode()
    assert deputy.get(QUEUE, AFTER).status_code == 403


def test_a_delegation_that_is_long_over_is_not_spoken_of(delegated: Delegation) -> None:
    person = delegated.receiver_id
    assert actor_for(person, date(2026, 4, 3)).delegation_over((Role.SIGNING_LEADER,)) is not None
    assert actor_for(person, date(2026, 4, 4)).delegation_over((Role.SIGNING_LEADER,)) is None
