"""Why the date is what it is, also after a pause, a supplement and between two appointments."""

from __future__ import annotations

from uuid import UUID

from django.utils import translation

from motcua.dossiers import commands as cmd
from motcua.dossiers.queries import due_explanation
from motcua.kernel import time
from tests.dossiers.saying import state
from tests.dossiers.test_legal_life import ITEM, do, examined
from tests.township import Township, at


def told(township: Township, dossier: UUID) -> str:
    with time.at(township.clock), translation.override("en"):
        return " ".join(due_explanation(state(dossier)))


def test_a_pause_is_explained_while_it_lasts_and_afterwards(township: Township) -> None:
    dossier = examined(township)
    values = {"ground": "financial_duty", "legal_basis": "NĐ 101/2024"}
    do(township, "hotich", cmd.PauseDossier, dossier, "03-02 10:00", **values)
    assert "the clock stands still" in told(township, dossier)
    do(township, "hotich", cmd.ResumeDossier, dossier, "03-02 15:00", proof="Giấy nộp tiền")
    words = told(township, dossier)
    assert "180 working minutes are not counted" in words
    assert "calendar has changed" not in words


def test_a_restart_is_explained_from_the_supplement(township: Township) -> None:
    dossier = examined(township)
    do(township, "hotich", cmd.RequestSupplement, dossier, "03-03 10:00", items=(ITEM,))
    do(township, "tiepnhan", cmd.DeliverSupplementRequest, dossier, "03-03 14:00", manner="điện thoại")
    do(township, "tiepnhan", cmd.CompleteSupplement, dossier, "03-09 14:00", note="Đã làm rõ")
    words = told(township, dossier)
    assert "The supplement was complete" in words
    assert "12/03/2026" in words
    assert "calendar has changed" not in words


def test_the_second_appointment_is_explained_by_its_own_limit(township: Township) -> None:
    dossier = township.receive("LOCAL-DATDAI-CHUYENNHUONG", when=at("2026-03-05 09:00")).dossier_id
    township.clock = at("2026-03-11 10:00")
    township.step(dossier, "diachinh")
    assert "the clock stands still" in told(township, dossier)
    township.clock = at("2026-03-24 10:15")
    township.step(dossier, "diachinh", note="Giấy nộp tiền")
    words = told(township, dossier)
    assert "Appointment 2 counts from" in words
    assert "27/03/2026" in words
    assert "calendar has changed" not in words
