"""The clerk's queue: many results get their numbers at once, without gaps or doubles, each with its own outcome."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from motcua.dossiers import commands as cmd
from motcua.dossiers import ledger, services
from motcua.dossiers.models import Document, ResultCounter
from motcua.dossiers.numbering import next_numbers
from motcua.kernel import time
from motcua.kernel.errors import Refusal
from motcua.kernel.ids import uuid7
from motcua.offices.actors import SYSTEM
from motcua.offices.models import Unit
from motcua.offices.roles import Role
from motcua.offices.services import create_membership
from tests.dossiers import along
from tests.dossiers.along import step
from tests.house import staff
from tests.house.world import PDF
from tests.township import Township, at

QUEUE = "/desk/numbering/"
CODE = "2.002755"


def state_of(dossier_id: Any) -> Any:
    return ledger.load_folded(dossier_id, uuid4()).state


def signed(township: Township, count: int) -> list[Any]:
    """Dossiers whose results wait for number and seal."""
    found = []
    for _ in range(count):
        state = township.receive().state
        township.run_until(state.id, "clerk")
        found.append(state_of(state.id))
    return found


def tick(state: Any) -> str:
    return f"{state.id}:{state.tasks[0].id}:{state.version}"


def signs(township: Township, text: str = "KQ") -> dict[str, str]:
    return {f"sign-{township.office_id}": text}


def seal(township: Township, state: Any, sign: str = "KQ", command: UUID | None = None, **values: Any) -> Any:
    sealing = cmd.CompleteTask(
        command_id=command or uuid4(),
        dossier_id=state.id,
        task_id=state.tasks[0].id,
        number_sign=sign,
        **values,
    )
    return township.execute(sealing, "vanthu")


def numbers(states: list[Any]) -> list[str]:
    return [state_of(state.id).result_number for state in states]


def test_ticked_results_get_the_next_numbers_in_the_order_of_the_list(
    township: Township, sign_in: Callable[[str], Any]
) -> None:
    states = signed(township, 3)
    clerk = sign_in("vanthu")
    page = clerk.get(QUEUE)
    assert "01/KQ" in page.content.decode()
    listed = [row.dossier_id for row in page.context["rows"]]
    form = {**signs(township, "KQ-UBND"), "task": [row.tick for row in page.context["rows"]]}
    answer = clerk.post(QUEUE, **form, command_id=uuid7()).content.decode()
    assert answer.count("tag-good") == 3
    by_dossier = {state.id: state_of(state.id).result_number for state in states}
    assert [by_dossier[dossier] for dossier in listed] == ["01/KQ-UBND", "02/KQ-UBND", "03/KQ-UBND"]
    assert all(number in answer for number in by_dossier.values())
    with time.at(township.clock):
        proposed = next_numbers([township.office_id])[township.office_id]
    assert proposed.text == "04/KQ-UBND", "the sign used last is proposed again"


def test_the_number_shows_on_the_dossier_and_at_the_hand_over(
    township: Township, sign_in: Callable[[str], Any]
) -> None:
    [state] = signed(township, 1)
    seal(township, state, "KQ-UBND")
    hand_over = reverse("counter:hand-over", args=[state.id])
    assert "01/KQ-UBND" in sign_in("hotich").get(f"/desk/dossiers/{state.id}/").content.decode()
    assert "01/KQ-UBND" in sign_in("tiepnhan").get(hand_over).content.decode()


def test_a_typed_number_is_kept_and_uses_none_of_the_book(
    township: Township, sign_in: Callable[[str], Any]
) -> None:
    own, other = signed(township, 2)
    form = {f"number-{own.tasks[0].id}": "77/GCN", **signs(township), "command_id": uuid7()}
    sign_in("vanthu").post(QUEUE, task=[tick(own), tick(other)], **form)
    assert numbers([own, other]) == ["77/GCN", "01/KQ"]


def test_a_refused_row_uses_no_number(township: Township, sign_in: Callable[[str], Any]) -> None:
    first, gone, last = signed(township, 3)
    ticks = [tick(state) for state in (first, gone, last)]
    township.step(gone.id, result_number="9/X")
    answer = sign_in("vanthu").post(QUEUE, task=ticks, **signs(township), command_id=uuid7()).content.decode()
    assert (answer.count("tag-good"), answer.count("tag-bad")) == (2, 1)
    assert numbers([first, gone, last]) == ["01/KQ", "9/X", "02/KQ"]


def test_sending_the_form_again_numbers_nothing_anew(
    township: Township, sign_in: Callable[[str], Any]
) -> None:
    states = signed(township, 2)
    form = {"task": [tick(state) for state in states], **signs(township), "command_id": uuid7()}
    clerk = sign_in("vanthu")
    for _ in range(2):
        assert clerk.post(QUEUE, **form).content.decode().count("tag-good") == 2
    assert numbers(states) == ["01/KQ", "02/KQ"]
    assert ResultCounter.objects.get().last == 2


def test_a_row_s_sealed_file_becomes_its_result(township: Township, sign_in: Callable[[str], Any]) -> None:
    with_file, without = signed(township, 2)
    file = SimpleUploadedFile("giay-khai-sinh.pdf", PDF, content_type="application/pdf")
    form = {f"file-{with_file.tasks[0].id}": file, **signs(township), "command_id": uuid7()}
    sign_in("vanthu").post(QUEUE, task=[tick(with_file), tick(without)], **form)
    assert numbers([with_file, without]) == ["01/KQ", "02/KQ"]
    result = Document.objects.get(dossier_id=with_file.id, kind="result")
    assert result.file_name == "giay-khai-sinh.pdf"
    assert not Document.objects.filter(dossier_id=without.id, kind="result").exists()


def test_a_file_of_the_wrong_kind_stops_only_its_row(
    township: Township, sign_in: Callable[[str], Any]
) -> None:
    bad, good = signed(township, 2)
    file = SimpleUploadedFile("x.pdf", b"MZ\x90 a program", content_type="application/pdf")
    form = {f"file-{bad.tasks[0].id}": file, **signs(township), "command_id": uuid7()}
    answer = sign_in("vanthu").post(QUEUE, task=[tick(bad), tick(good)], **form).content.decode()
    assert (answer.count("tag-good"), answer.count("tag-bad")) == (1, 1)
    assert numbers([bad, good]) == ["", "01/KQ"]


def test_a_row_filled_in_but_not_ticked_is_named(township: Township, sign_in: Callable[[str], Any]) -> None:
    ticked, forgotten = signed(township, 2)
    form = {f"number-{forgotten.tasks[0].id}": "5/GCN", **signs(township), "command_id": uuid7()}
    answer = sign_in("vanthu").post(QUEUE, task=tick(ticked), **form).content.decode()
    assert answer.count("tag-bad") == 1
    assert forgotten.code in answer
    assert numbers([ticked, forgotten]) == ["01/KQ", ""]


def test_each_year_begins_with_one(township: Township) -> None:
    [old] = signed(township, 1)
    township.clock = at("2026-12-31 16:00")
    assert seal(township, old).state.result_number == "01/KQ"
    township.clock = at("2027-01-04 08:00")
    [new] = signed(township, 1)
    assert seal(township, new).state.result_number == "01/KQ"


def test_a_book_that_was_begun_on_paper_goes_on_from_there(
    township: Township, sign_in: Callable[[str], Any]
) -> None:
    first, second = signed(township, 2)
    clerk, address = sign_in("vanthu"), f"/desk/numbering/{township.office_id}/begin"
    assert address in clerk.get(QUEUE).content.decode()
    for wrong in ("0", "1", "-3", "x", "", "1000000"):
        assert clerk.post(address, first=wrong).status_code == 422
    for _ in range(2):
        assert clerk.post(address, first="120").status_code == 302
    assert seal(township, first).state.result_number == "120/KQ"
    assert address not in clerk.get(QUEUE).content.decode()
    assert clerk.post(address, first="500").status_code == 409, "no gap in a book that has begun"
    assert seal(township, second).state.result_number == "121/KQ"


def test_a_book_is_begun_only_by_the_clerk_of_its_office(
    township: Township, sign_in: Callable[[str], Any]
) -> None:
    assert (
        sign_in("chutich").post(f"/desk/numbering/{township.office_id}/begin", first="120").status_code == 403
    )
    assert sign_in("vanthu").post("/desk/numbering/999999/begin", first="120").status_code == 403
    assert not ResultCounter.objects.exists()


def test_a_clerk_of_two_offices_gives_each_its_own_sign(
    township: Township, sign_in: Callable[[str], Any]
) -> None:
    road = along.build(township)
    steps = (step(1, "receive"), step(2, "sign"), step(3, "clerk"), step(4, "return", hours=0, to=0))
    road.go_by(CODE, steps)
    clerk = sign_in("clerk-commune")
    desk = Unit.objects.filter(office=road.office["department"], kind="clerk").earliest("pk")
    create_membership(SYSTEM, clerk.person.pk, desk.pk, [Role.CLERK], staff.SINCE)
    found = {office: road.receive(CODE, office, office) for office in ("commune", "department")}
    for dossier in found.values():
        road.act(dossier, "sign")
    page = clerk.get(QUEUE)
    assert all(f'name="sign-{road.office[office]}"' in page.content.decode() for office in found)
    form = {f"sign-{road.office[office]}": f"KQ-{office}" for office in found}
    clerk.post(QUEUE, task=[row.tick for row in page.context["rows"]], command_id=uuid7(), **form)
    given = {office: state_of(dossier).result_number for office, dossier in found.items()}
    assert given == {"commune": "01/KQ-commune", "department": "01/KQ-department"}


def test_on_the_dossier_s_own_page_the_next_number_is_given_too(
    township: Township, sign_in: Callable[[str], Any]
) -> None:
    states = signed(township, 2)
    clerk = sign_in("vanthu")
    for state, typed, number in zip(states, ("", "88/GCN"), ("01/KQ", "88/GCN"), strict=True):
        page = clerk.get(f"/desk/dossiers/{state.id}/").content.decode()
        assert 'name="number_sign" value="KQ"' in page
        form = {
            "act": "complete",
            "task_id": state.tasks[0].id,
            "version": state.version,
            "command_id": uuid7(),
            "result_number": typed,
            "number_sign": "KQ",
        }
        clerk.post(f"/desk/dossiers/{state.id}/act", **form)
        assert state_of(state.id).result_number == number


def test_without_number_and_sign_nothing_is_sealed(township: Township) -> None:
    [state] = signed(township, 1)
    with pytest.raises(Refusal) as refused:
        seal(township, state, sign=" ")
    assert refused.value.code == "number_needed"
    assert not ResultCounter.objects.exists()


def test_only_the_clerk_numbers(township: Township, sign_in: Callable[[str], Any]) -> None:
    [state] = signed(township, 1)
    for username in ("hotich", "chutich", "giamsat"):
        assert sign_in(username).get(QUEUE).status_code == 403
    with pytest.raises(Refusal):
        township.execute(
            cmd.CompleteTask(
                command_id=uuid4(), dossier_id=state.id, task_id=state.tasks[0].id, number_sign="KQ"
            ),
            "hotich",
        )
    assert not ResultCounter.objects.exists()


def test_the_queue_costs_the_same_however_much_waits(
    township: Township, sign_in: Callable[[str], Any]
) -> None:
    signed(township, 1)
    clerk, noon = sign_in("vanthu"), township.clock + timedelta(hours=3)
    clerk.get(QUEUE, noon)
    with CaptureQueriesContext(connection) as few:
        clerk.get(QUEUE, noon)
    signed(township, 5)
    with CaptureQueriesContext(connection) as many:
        assert len(clerk.get(QUEUE, noon).context["rows"]) == 6
    assert len(many) == len(few)


@pytest.mark.slow
def test_two_clerks_at_once_leave_no_gap_and_no_double(live_township: Township) -> None:
    states = signed(live_township, 8)
    actor, commands = live_township.actor("vanthu"), [uuid4() for _ in states]
    failed: list[Exception] = []

    def clerk(mine: slice) -> None:
        try:
            with time.at(live_township.clock):
                for state, command in list(zip(states, commands, strict=True))[mine]:
                    services.execute(
                        cmd.CompleteTask(
                            command_id=command,
                            dossier_id=state.id,
                            task_id=state.tasks[0].id,
                            number_sign="KQ",
                        ),
                        actor,
                    )
        except Exception as error:
            failed.append(error)
        finally:
            connection.close()

    # The third clerk sends everything once more, as a double click would.
    parts = (slice(0, None, 2), slice(1, None, 2), slice(None))
    threads = [threading.Thread(target=clerk, args=(part,)) for part in parts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failed
    assert sorted(numbers(states)) == [f"{number:02}/KQ" for number in range(1, 9)]
