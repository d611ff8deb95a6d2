"""From the decision to the counter: number, result, originals, and into whose hands."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest

from motcua.dossiers import commands as cmd
from motcua.dossiers.models import Document, Dossier
from motcua.dossiers.status import Status
from tests.dossiers.saying import complete, decide, known, nothing_broken, refused, state, types_of
from tests.township import Township

DECISION = cmd.Paper(id=UUID(int=5), name="Giấy xác nhận", kind="result", originals=1)
BROTHER = cmd.AuthorisedPerson("Nguyễn Văn Mẫu Em", "099190000008", "Giấy ủy quyền 02/2026")


def waiting(township: Township) -> UUID:
    """A dossier whose result lies at the desk."""
    dossier = township.receive().dossier_id
    township.run_until(dossier, "return")
    return dossier


def outsider(township: Township) -> str:
    """Somebody who works in the office but plays no part in the dossier."""
    assert township.actor("diachinh").has("receptionist")
    from motcua.offices.models import Membership

    Membership.objects.filter(person__username="diachinh", unit__kind="desk").delete()
    return "diachinh"


def add(dossier: UUID, paper: cmd.Paper) -> cmd.AddPaper:
    return cmd.AddPaper(**known(dossier), paper=paper)


def test_there_is_no_result_before_the_decision(township: Township) -> None:
    dossier = township.receive().dossier_id
    township.run_until(dossier, "sign")
    with refused("no_result_before_decision"):
        township.execute(add(dossier, DECISION), "chutich")
    township.execute(decide(dossier), "chutich")
    township.execute(add(dossier, DECISION), "vanthu")
    assert Document.objects.get(dossier=dossier, kind="result").name == "Giấy xác nhận"
    assert nothing_broken()


def test_no_result_is_smuggled_in_with_the_application(township: Township) -> None:
    with refused("no_result_before_decision"):
        township.receive(papers=(*township.intake().papers, DECISION))


def test_the_clerk_gives_the_result_its_number(township: Township) -> None:
    dossier = township.receive().dossier_id
    township.run_until(dossier, "clerk")
    with refused("number_needed"):
        township.execute(complete(dossier, result_number="  "), "vanthu")
    with refused("text_unfit"):
        township.execute(complete(dossier, result_number="1" * 101), "vanthu")
    township.execute(complete(dossier, result_number=" 12/XN-UBND "), "vanthu")
    assert Dossier.objects.get(pk=dossier).result_number == "12/XN-UBND"
    assert state(dossier).status == Status.RESULT_READY


def test_nothing_is_handed_over_before_there_is_a_result(township: Township) -> None:
    dossier = township.receive().dossier_id
    with refused("no_result_yet"):
        township.execute(cmd.HandOver(**known(dossier)), "tiepnhan")
    township.run_until(dossier, "clerk")
    with refused("no_result_yet"):
        township.execute(cmd.HandOver(**known(dossier)), "tiepnhan")


def test_the_return_is_a_hand_over_and_not_a_tick(township: Township) -> None:
    dossier = waiting(township)
    with refused("hand_over_instead"):
        township.execute(complete(dossier), "tiepnhan")
    with refused("wrong_role"):
        township.execute(cmd.HandOver(**known(dossier)), "vanthu")


def test_the_applicant_gets_the_result_and_the_originals(township: Township) -> None:
    dossier = waiting(township)
    held = tuple(paper.id for paper in state(dossier).papers if paper.custody == "held")
    assert held
    command = cmd.HandOver(
        **known(dossier), originals_returned=held, receipt_shown=False, note="Mất giấy hẹn"
    )
    township.execute(command, "laodong")  # any receptionist of the desk
    assert township.execute(command, "laodong").repeated
    found = state(dossier)
    assert (found.status, found.returned_at) == (Status.RETURNED, township.clock)
    assert {paper.custody for paper in found.papers} == {"returned"}
    row = Document.objects.filter(dossier=dossier).first()
    assert row is not None
    assert (row.custody, row.custody_at, row.custody_by.username) == (
        "returned",
        township.clock,
        "laodong",
    )
    assert nothing_broken()


@pytest.mark.parametrize(
    "collector",
    [
        cmd.AuthorisedPerson("", "099190000008", "Giấy ủy quyền"),
        cmd.AuthorisedPerson("Nguyễn Văn Mẫu Em", "099190000008", "  "),
    ],
)
def test_somebody_else_collects_only_with_an_authorisation(
    township: Township, collector: cmd.AuthorisedPerson
) -> None:
    dossier = waiting(township)
    with refused("authorisation_needed"):
        township.execute(cmd.HandOver(**known(dossier), collector=collector), "tiepnhan")
    township.execute(cmd.HandOver(**known(dossier), collector=BROTHER), "tiepnhan")
    assert state(dossier).status == Status.RETURNED


def test_papers_that_are_not_there_are_not_given_back(township: Township) -> None:
    dossier = waiting(township)
    with refused("unknown_paper"):
        township.execute(cmd.HandOver(**known(dossier), originals_returned=(uuid4(),)), "tiepnhan")
    assert state(dossier).status == Status.RESULT_READY


def test_after_the_hand_over_the_dossier_is_closed(township: Township) -> None:
    dossier = waiting(township)
    task = state(dossier).tasks[0]
    township.execute(cmd.HandOver(**known(dossier)), "tiepnhan")
    before = types_of(dossier)
    with refused("already_returned"):
        township.execute(cmd.HandOver(**known(dossier)), "tiepnhan")
    with refused("dossier_closed"):
        township.execute(add(dossier, DECISION), "tiepnhan")
    with refused("dossier_closed"):
        township.execute(add(dossier, cmd.Paper(id=uuid4(), name="Đơn")), "tiepnhan")
    with refused("task_closed", 409):
        township.execute(cmd.CompleteTask(**known(dossier), task_id=task.id), "tiepnhan")
    with refused("already_decided"):
        township.execute(
            cmd.DecideDossier(**known(dossier), task_id=task.id, decision=cmd.Decision.APPROVED), "chutich"
        )
    with refused("already_received"):
        township.execute(cmd.ReceiveDossier(**known(dossier), intake=township.intake()), "tiepnhan")
    assert types_of(dossier) == before


def test_originals_are_followed_from_hand_to_hand(township: Township) -> None:
    dossier = township.receive().dossier_id
    paper = state(dossier).papers[0]
    assert paper.custody == "held"
    change = {"paper_id": paper.id, "note": "Đã đối chiếu"}
    with refused("not_concerned"):
        township.execute(cmd.ChangeCustody(**known(dossier), custody="copied", **change), outsider(township))
    with refused("unknown_custody"):
        township.execute(cmd.ChangeCustody(**known(dossier), custody="lost", **change), "tiepnhan")
    township.execute(cmd.ChangeCustody(**known(dossier), custody="copied", **change), "tiepnhan")
    with refused("same_custody"):
        township.execute(cmd.ChangeCustody(**known(dossier), custody="copied", **change), "tiepnhan")
    with refused("unknown_paper"):
        township.execute(
            cmd.ChangeCustody(**known(dossier), paper_id=uuid4(), custody="returned"), "tiepnhan"
        )
    row = Document.objects.get(pk=paper.id)
    assert (row.custody, row.custody_by.username) == ("copied", "tiepnhan")
    township.execute(cmd.ChangeCustody(**known(dossier), custody="returned", **change), "tiepnhan")
    assert types_of(dossier) == ["received", "custody_changed", "custody_changed"]
    assert nothing_broken()


@pytest.mark.parametrize(
    ("paper", "code"),
    [
        (cmd.Paper(id=uuid4(), name=" "), "name_needed"),
        (cmd.Paper(id=uuid4(), name="Đơn", kind="poem"), "paper_unfit"),
        (cmd.Paper(id=uuid4(), name="Đơn", copies=-1), "paper_unfit"),
        (cmd.Paper(id=uuid4(), name="Đơn", originals=40_000), "paper_unfit"),
        (cmd.Paper(id=uuid4(), name="Đ" * 501), "text_unfit"),
    ],
)
def test_a_paper_that_no_desk_knows_is_refused(township: Township, paper: cmd.Paper, code: str) -> None:
    dossier = township.receive().dossier_id
    with refused(code):
        township.execute(add(dossier, paper), "tiepnhan")
    assert types_of(dossier) == ["received"]


def test_the_same_paper_is_added_once(township: Township) -> None:
    dossier = township.receive().dossier_id
    paper = cmd.Paper(id=uuid4(), name="Xác minh", kind="processing")
    township.execute(add(dossier, paper), "hotich")
    with refused("paper_twice"):
        township.execute(add(dossier, paper), "hotich")
    assert nothing_broken()


def test_a_paper_of_one_dossier_is_never_changed_by_another(township: Township) -> None:
    dossier, other = township.receive().dossier_id, township.receive().dossier_id
    stolen = state(other).papers[0]
    with refused("paper_elsewhere"):
        township.execute(add(dossier, cmd.Paper(id=stolen.id, name="Giả", custody="returned")), "tiepnhan")
    assert Document.objects.get(pk=stolen.id).dossier_id == other
    assert nothing_broken()
