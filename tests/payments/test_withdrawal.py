"""The applicant pays and then takes the dossier back: what becomes of the money, and what is written about it."""

from __future__ import annotations

import pytest

from motcua.dossiers import commands as cmd
from motcua.dossiers.status import Status
from motcua.kernel import time
from motcua.kernel.errors import Refusal
from motcua.papers import following, services
from motcua.papers.kinds import Form
from motcua.payments.assessment import Exemption
from motcua.payments.queries import balance_of, day_list, to_refund
from tests.dossiers.saying import known, nothing_broken, state
from tests.papers.reading import text_of
from tests.payments.conftest import Till
from tests.township import at

REASON = "Không còn nhu cầu"


def test_a_paid_dossier_is_withdrawn_and_the_fee_is_given_back(till: Till) -> None:
    dossier = till.dossier()
    till.assess(dossier)
    payment = till.collect(dossier, 10_000)
    till.later(at("2026-03-02 10:00"))
    till.place.execute(cmd.WithdrawDossier(**known(dossier), reason=REASON), "tiepnhan")
    gone = state(dossier)
    assert (gone.status, gone.tasks) == (Status.WITHDRAWN, ())
    # Paid is paid, until the desk says that nothing is due any more: no money leaves a drawer by itself.
    with pytest.raises(Refusal) as refused:
        till.refund(payment, 10_000)
    assert refused.value.code == "refund_too_much"
    till.assess(dossier, exemption=Exemption("Rút hồ sơ khi chưa giải quyết, Điều 21 NĐ 118/2025"))
    [owing] = to_refund(till.place.office_id)
    assert (owing.dossier_id, owing.amount) == (dossier, 10_000)
    till.refund(payment, 10_000, reason="Người nộp rút hồ sơ")
    assert (balance_of(dossier).kept, balance_of(dossier).overpaid) == (0, 0)
    assert to_refund(till.place.office_id) == []
    desk = till.place.actor("tiepnhan")
    day = day_list(till.place.office_id, desk.person_id, desk.name, till.place.clock.date())
    assert (day.totals.cash, day.totals.cash_refunded, day.totals.cash_expected) == (10_000, 10_000, 0)
    assert nothing_broken()


def test_the_stop_notice_says_what_was_paid_and_what_was_given_back(till: Till) -> None:
    dossier = till.dossier()
    till.assess(dossier)
    payment = till.collect(dossier, 10_000)
    till.place.execute(cmd.WithdrawDossier(**known(dossier), reason=REASON), "tiepnhan")
    till.assess(dossier, exemption=Exemption("Rút hồ sơ khi chưa giải quyết"))
    till.refund(payment, 10_000, reason="Người nộp rút hồ sơ")
    with time.at(till.place.clock):
        notice = following.last_of(dossier, Form.STOP_NOTICE)
    text = text_of(services.reprint(notice.id))
    assert REASON in text
    assert text.count("10.000") >= 2


def test_papers_that_were_held_go_back_and_the_ledger_keeps_the_place(till: Till) -> None:
    dossier = till.dossier("1.004873")
    till.place.execute(cmd.WithdrawDossier(**known(dossier), reason=REASON), "tiepnhan")
    held = [paper for paper in state(dossier).papers if paper.custody == "held"]
    assert held
    for paper in held:
        back = cmd.ChangeCustody(**known(dossier), paper_id=paper.id, custody="returned")
        till.place.execute(back, "tiepnhan")
    after = {paper.id: paper.custody for paper in state(dossier).papers}
    assert {after[paper.id] for paper in held} == {"returned"}
    assert nothing_broken()


def test_after_the_decision_the_fee_stays_with_the_office(till: Till) -> None:
    dossier = till.dossier()
    till.assess(dossier)
    till.collect(dossier, 10_000)
    till.place.run_until(dossier, "return")
    with pytest.raises(Refusal) as refused:
        till.place.execute(cmd.WithdrawDossier(**known(dossier), reason=REASON), "tiepnhan")
    assert refused.value.code in ("already_decided", "finished")
    assert to_refund(till.place.office_id) == []
