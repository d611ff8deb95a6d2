"""Papers come by themselves with what happens to a dossier, and the applicant finds them behind the receipt's code."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client

from motcua.dossiers import commands as cmd
from motcua.dossiers import ledger
from motcua.dossiers.status import Decision
from motcua.files import places
from motcua.kernel import time
from motcua.kernel.errors import Refusal
from motcua.papers import following, own_link, services
from motcua.papers.kinds import Form
from motcua.papers.models import IssuedPaper, PaperDue
from tests.papers.reading import text_of
from tests.township import Township, at

ITEMS = (cmd.MissingItem("Văn bản ủy quyền", "Người nộp không phải chủ hồ sơ"),)


@pytest.fixture
def office(township: Township) -> Township:
    """The worker has read the ledgers before, so what comes now is news."""
    _a_minute_later(township)
    return township


def _a_minute_later(place: Township) -> None:
    place.clock += timedelta(minutes=1)
    with time.at(place.clock):
        following.follow()


def _forms(dossier: UUID) -> list[str]:
    return list(IssuedPaper.objects.filter(dossier_id=dossier).order_by("seq").values_list("form", flat=True))


def _text(dossier: UUID, form: Form) -> str:
    paper = following.found(dossier, form)
    assert paper is not None
    return text_of(services.reprint(paper))


def _ask_for_supplement(place: Township, dossier: UUID) -> None:
    place.run_until(dossier, "examine")
    task = _state(dossier).tasks[0]
    officer = place.case_officer(task.unit_id)
    place.execute(cmd.RequestSupplement(command_id=uuid4(), dossier_id=dossier, items=ITEMS), officer)


def _state(dossier: UUID) -> Any:
    return ledger.fold_entries(dossier, ledger.entries(dossier))


def test_the_receipt_is_dated_with_the_reception_however_late_it_is_drawn(office: Township) -> None:
    dossier = office.receive(when=at("2026-03-02 16:59")).state.id
    office.clock = at("2026-03-03 07:00")
    _a_minute_later(office)
    paper = IssuedPaper.objects.get(dossier_id=dossier)
    assert (paper.form, paper.issued_at, paper.seq) == (Form.RECEIPT, at("2026-03-02 16:59"), 1)
    assert "ngày 02 tháng 3 năm 2026" in _text(dossier, Form.RECEIPT)
    assert paper.issued_by is not None
    assert paper.issued_by.username == "tiepnhan"


def test_reading_again_draws_nothing_twice(office: Township) -> None:
    dossier = office.receive().state.id
    for _ in range(3):
        _a_minute_later(office)
    assert _forms(dossier) == [Form.RECEIPT]
    with time.at(office.clock):
        assert following.last_of(dossier, Form.RECEIPT).repeated


def test_a_supplement_is_asked_for_on_paper_with_its_last_day_when_the_desk_tells(office: Township) -> None:
    dossier = office.receive().state.id
    _ask_for_supplement(office, dossier)
    _a_minute_later(office)
    assert Form.SUPPLEMENT_REQUEST not in _forms(dossier)
    office.execute(
        cmd.DeliverSupplementRequest(command_id=uuid4(), dossier_id=dossier, manner="Trực tiếp"), "tiepnhan"
    )
    _a_minute_later(office)
    text = _text(dossier, Form.SUPPLEMENT_REQUEST)
    until = _state(dossier).waiting.until
    assert "Văn bản ủy quyền" in text
    assert "Người nộp không phải chủ hồ sơ" in text
    assert time.local(until).strftime("%d") in text
    assert _state(dossier).code in text


def test_refusals_stops_and_apologies_are_written(office: Township) -> None:
    refused, stopped, late = (office.receive().state.id for _ in range(3))
    while not _state(refused).decision:
        task = _state(refused).tasks[0]
        if task.action == "sign":
            office.step(
                refused, decision=Decision.REFUSED, reason="Không đủ điều kiện", legal_basis="Luật Hộ tịch"
            )
        else:
            office.step(refused)
    office.execute(
        cmd.WithdrawDossier(command_id=uuid4(), dossier_id=stopped, reason="Không còn nhu cầu"), "tiepnhan"
    )
    office.execute(
        cmd.Apologise(
            command_id=uuid4(), dossier_id=late, kind="error", manner="written", text="Ghi sai ngày sinh"
        ),
        "chutich",
    )
    _a_minute_later(office)
    assert "Không đủ điều kiện" in _text(refused, Form.REFUSAL)
    assert "Không còn nhu cầu" in _text(stopped, Form.STOP_NOTICE)
    assert "Ghi sai ngày sinh" in _text(late, Form.APOLOGY)
    assert not PaperDue.objects.exists()


def test_a_direct_apology_needs_no_paper(office: Township) -> None:
    dossier = office.receive().state.id
    office.execute(
        cmd.Apologise(command_id=uuid4(), dossier_id=dossier, kind="late", manner="direct", text="Xin lỗi"),
        "chutich",
    )
    _a_minute_later(office)
    assert _forms(dossier) == [Form.RECEIPT]


def test_replayed_history_is_drawn_only_when_somebody_asks(office: Township) -> None:
    dossier = office.receive(when=at("2026-01-05 09:00")).state.id
    office.clock = at("2026-03-02 10:00")
    _a_minute_later(office)
    assert _forms(dossier) == []
    with time.at(office.clock):
        paper = following.last_of(dossier, Form.RECEIPT)
    assert paper.issued_at == at("2026-01-05 09:00")


def test_a_paper_of_the_program_makes_nobodys_page_old(office: Township) -> None:
    """The officer has the dossier open; the receipt is drawn meanwhile; the step is done all the same."""
    state = office.receive().state
    _a_minute_later(office)
    task = _state(state.id).tasks[0]
    seen = state.version
    assert _state(state.id).version == seen + 1
    office.step(state.id, expected_version=seen)
    with pytest.raises(Refusal) as refused:
        office.step(state.id, expected_version=seen)
    assert refused.value.code == "stale"
    assert task.id not in {one.id for one in _state(state.id).tasks}


def test_a_full_disk_keeps_nothing_from_the_dossier_and_is_caught_up_with(
    office: Township, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    blocked = tmp_path / "full"
    blocked.write_text("a file where the folder should be")
    monkeypatch.setattr(places, "root", lambda: blocked, raising=True)
    dossier = office.receive().state.id
    _a_minute_later(office)
    due = PaperDue.objects.get(dossier_id=dossier)
    assert due.reason
    assert _forms(dossier) == []
    monkeypatch.undo()
    office.clock += timedelta(minutes=5)
    _a_minute_later(office)
    assert _forms(dossier) == [Form.RECEIPT]
    assert IssuedPaper.objects.get(dossier_id=dossier).number == 1
    assert not PaperDue.objects.exists()


def test_the_code_on_the_receipt_opens_the_applicants_own_page(office: Township, client: Client) -> None:
    dossier = office.receive().state.id
    _a_minute_later(office)
    _ask_for_supplement(office, dossier)
    office.execute(
        cmd.DeliverSupplementRequest(command_id=uuid4(), dossier_id=dossier, manner="Điện thoại"), "tiepnhan"
    )
    _a_minute_later(office)
    address = "/" + own_link.own_address(dossier).split("/", 3)[3]
    page = client.get(address)
    assert page.headers["Referrer-Policy"] == "no-referrer"
    shown = page.content.decode()
    for words in ("Văn bản ủy quyền", "Phiếu yêu cầu bổ sung", "Giấy tiếp nhận hồ sơ"):
        assert words in shown
    for hidden in ("Nguyễn Thị Mẫu Đào", "099190000007"):
        assert hidden not in shown
    paper = re.search(r'href="([^"]+/papers/[^"]+)"', shown)
    assert paper is not None
    assert b"".join(client.get(paper[1]).streaming_content).startswith(b"%PDF")  # type: ignore[attr-defined]


def test_a_link_opens_its_own_dossier_only_and_a_lost_one_is_void(office: Township, client: Client) -> None:
    mine, others = office.receive().state.id, office.receive().state.id
    _a_minute_later(office)
    address = "/" + own_link.own_address(mine).split("/", 3)[3]
    foreign = following.found(others, Form.RECEIPT)
    assert client.get(f"{address}papers/{foreign}/").status_code == 404
    assert client.get("/own/" + "x" * 43 + "/").status_code == 404
    own_link.renew(mine)
    assert client.get(address).status_code == 404
