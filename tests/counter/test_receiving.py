"""Receiving at the counter: from three letters to the receipt, and every way it can go otherwise."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from motcua.dossiers import ledger
from motcua.dossiers.models import Dossier
from motcua.kernel import time
from tests.counter.conftest import BIRTH, CARD, Counter, words_of
from tests.township import Township, at

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def _dossier(form: dict[str, Any]) -> Dossier:
    return Dossier.objects.get(pk=form["dossier_id"])


def _state(dossier_id: UUID) -> Any:
    return ledger.fold_entries(dossier_id, ledger.entries(dossier_id))


def test_three_letters_find_the_procedure(counter: Counter) -> None:
    found = counter.officer.post("/counter/receive/procedures/", procedure_q="kha").content.decode()
    assert "Đăng ký khai sinh" in found
    assert "trong ngày làm việc" in found


def test_the_most_used_procedure_of_the_desk_comes_first(counter: Counter, township: Township) -> None:
    for _ in range(3):
        township.receive("1.004884")
    found = counter.officer.post("/counter/receive/procedures/", procedure_q="khai sinh").content.decode()
    assert found.index("1.004884") < found.index("2.000528")


def test_a_scanned_card_of_somebody_new_fills_the_form(counter: Counter) -> None:
    options = counter.officer.post("/counter/receive/persons/", person_q=CARD).content.decode()
    assert "Nguyễn Thị Mẫu Đào" in options
    assert "Đến lần đầu." in options
    rest = counter.officer.client.post(
        "/counter/receive/rest/", {"person": CARD, "person_q": CARD}, headers={"HX-Trigger-Name": "person"}
    ).content.decode()
    assert 'value="099190000007"' in rest
    assert "Tổ 3, thị trấn Vĩnh Tuy" in rest


def test_a_known_person_brings_phone_and_earlier_dossiers_back(counter: Counter, township: Township) -> None:
    code = township.receive().state.code
    rest = counter.officer.client.post(
        "/counter/receive/rest/", {"person": CARD}, headers={"HX-Trigger-Name": "person"}
    ).content.decode()
    assert "đã có thông tin" in rest
    assert "0900000007" in rest
    assert code in rest


def test_a_typed_number_nobody_has_yet_unfolds_the_fields(counter: Counter) -> None:
    options = counter.officer.post("/counter/receive/persons/", person_q="099 190 000 115").content.decode()
    assert "Người mới" in options
    rest = counter.officer.client.post(
        "/counter/receive/rest/", {"person": "new:099190000115"}, headers={"HX-Trigger-Name": "person"}
    ).content.decode()
    assert 'value="099190000115"' in rest
    assert 'id="name" name="name" maxlength="200" value="" autofocus' in rest


def test_the_due_date_appears_with_its_explanation(counter: Counter) -> None:
    rest = counter.officer.post(
        "/counter/receive/rest/", procedure=counter.version("1.004873")
    ).content.decode()
    assert "05/03/2026" in rest  # received Monday 2 March 09:00, three working days
    assert "Ngày này được tính thế nào" in rest
    assert rest.count("<li>") > 3


def test_receiving_leads_to_the_receipt(counter: Counter) -> None:
    form = counter.form()
    answer = counter.press("receive", form)
    assert answer.status_code == 302
    assert answer.url == f"/counter/dossiers/{form['dossier_id']}/receipt/"
    row = _dossier(form)
    assert row.code == "H99.20.1-260302-0001"
    receipt = counter.paper(answer.url)
    for words in (
        "GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        row.code,
        "Nguyễn Thị Mẫu Đào",
        "099190000007",
        "Đăng ký khai sinh",
        "09 giờ 00 phút, ngày 02 tháng 3 năm 2026",
        "17 giờ 30 phút, ngày 02 tháng 3 năm 2026",
        "trong ngày làm việc",
        "Giấy chứng sinh (01 bản chính)",
    ):
        assert words in receipt, words


def test_the_receipt_stays_vietnamese_when_the_screen_is_english(counter: Counter) -> None:
    form = counter.form()
    counter.press("receive", form)
    address = f"/counter/dossiers/{form['dossier_id']}/receipt/"
    assert "Receive the next dossier" in words_of(counter.page(address, lang="en"))
    receipt = counter.paper(address)
    assert "trong ngày làm việc" in receipt
    assert "ngày 02 tháng 3 năm 2026" in receipt


def test_pressing_twice_receives_once(counter: Counter) -> None:
    form = counter.form()
    first, second = counter.press("receive", form), counter.press("receive", form)
    assert first.url == second.url
    assert Dossier.objects.count() == 1
    types = [entry.event.type for entry in ledger.entries(form["dossier_id"])]
    assert types == ["received", "paper_issued"]


def test_receiving_costs_at_most_ten_statements(counter: Counter, monkeypatch: pytest.MonkeyPatch) -> None:
    from motcua.counter.views import receive

    counter.press("receive", counter.form())  # what never changes is read once
    spent: list[int] = []
    execute = receive.services.execute

    def counted(*arguments: Any) -> Any:
        with CaptureQueriesContext(connection) as queries:
            outcome = execute(*arguments)
        spent.append(len([query for query in queries if "SAVEPOINT" not in str(query["sql"])]))
        return outcome

    monkeypatch.setattr(receive.services, "execute", counted)
    assert counter.press("receive", counter.form()).status_code == 302
    assert spent
    assert spent[0] <= 10


def test_by_post_the_arrival_postmark_starts_the_clock(counter: Counter) -> None:
    form = counter.form("1.004873", channel="post")
    assert "Thiếu dấu bưu chính đến." in counter.press("receive", form).content.decode()
    form |= {"postmark_day": "2026-02-27", "postmark_time": "14:00"}
    assert counter.press("receive", form).status_code == 302
    state = _state(form["dossier_id"])
    assert state.submitted_at == at("2026-02-27 14:00")
    assert state.due_at == at("2026-03-04 14:00")


def test_a_result_given_at_once_needs_no_receipt_but_is_logged(counter: Counter) -> None:
    form = counter.form(without_receipt="yes")
    answer = counter.press("receive", form)
    assert answer.url == f"/counter/dossiers/{form['dossier_id']}/received/"
    assert _dossier(form).code in counter.page(answer.url)
    receipt = f"/counter/dossiers/{form['dossier_id']}/receipt/"
    assert "chưa được lập" in counter.page(receipt)
    assert counter.officer.post(receipt).url == receipt  # the person asks for one
    assert "GIẤY TIẾP NHẬN" in counter.paper(receipt)


def test_an_authorised_person_needs_the_paper(counter: Counter) -> None:
    form = counter.form(by_authorised="yes", auth_name="Trần Văn Mẫu")
    assert "giấy ủy quyền" in counter.press("receive", form).content.decode()
    form |= {"auth_id_number": "099090000011", "auth_paper": "Giấy ủy quyền số 5 ngày 01/03/2026"}
    assert counter.press("receive", form).status_code == 302
    receipt = counter.paper(f"/counter/dossiers/{form['dossier_id']}/receipt/")
    assert "Giấy ủy quyền số 5 ngày 01/03/2026" in receipt


def test_what_happens_to_each_paper_is_kept(counter: Counter) -> None:
    form = counter.form()
    first, second = form["got"]
    form |= {f"manner_{first}": "copied", f"copies_{first}": 2, f"manner_{second}": "shown"}
    form["other_papers"] = "Giấy đăng ký kết hôn\n\n  Sổ tạm trú "
    counter.press("receive", form)
    papers = _state(form["dossier_id"]).papers
    assert [(p.kind, p.custody, p.originals, p.copies) for p in papers[:2]] == [
        ("submitted", "copied", 1, 2),
        ("shown", "none", 1, 0),
    ]
    assert [p.name for p in papers[2:]] == ["Giấy đăng ký kết hôn", "Sổ tạm trú"]


def test_a_file_is_judged_at_once_and_belongs_to_who_stored_it(counter: Counter, sign_in: Any) -> None:
    number = counter.form()["got"][0]
    bad = SimpleUploadedFile("don.pdf", b"MZ\x90\x00" + b"\0" * 200)
    answer = counter.officer.post(f"/counter/receive/file/{number}/", **{f"upload_{number}": bad})
    assert answer.status_code == 200
    assert 'name="file_' not in answer.content.decode()
    assert "notice-bad" in answer.content.decode()
    good = SimpleUploadedFile("don.pdf", PDF)
    kept = counter.officer.post(f"/counter/receive/file/{number}/", **{f"upload_{number}": good})
    token = kept.context["token"]
    form = counter.form(**{f"file_{number}": token})
    counter.press("receive", form)
    paper = _state(form["dossier_id"]).papers[0]
    assert paper.file_name == "don.pdf"
    file = counter.officer.get(f"/counter/dossiers/{form['dossier_id']}/papers/{paper.id}/")
    assert b"".join(file.streaming_content) == PDF
    from motcua.counter.uploads import read_token

    assert read_token(token, 999_999) is None
    assert read_token(token + "x", counter.officer.person.pk) is None


def test_the_page_works_without_scripts(counter: Counter) -> None:
    first = counter.officer.post("/counter/receive/", act="update", procedure_q="khai sinh", person_q=CARD)
    page = first.content.decode()
    assert 'value="099190000007"' in page
    assert "Giấy chứng sinh" in page
    number = counter.form()["got"][0]
    form = counter.form(**{f"upload_{number}": SimpleUploadedFile("to-khai.pdf", PDF)})
    assert counter.press("receive", form).status_code == 302
    assert _state(form["dossier_id"]).papers[0].file_name == "to-khai.pdf"


def test_only_the_desk_opens_the_counter(counter: Counter, sign_in: Any) -> None:
    from django.test import Client

    for url in (
        "/counter/",
        "/counter/receive/",
        "/counter/results/",
        "/counter/drafts/",
        "/counter/guidance/",
    ):
        assert Client().get(url).status_code == 302
        assert sign_in("chutich").get(url).status_code == 403
        assert counter.officer.get(url).status_code == 200


def test_todays_list_shows_who_received_what_until_when(counter: Counter, township: Township) -> None:
    state = township.receive().state
    with time.at(at("2026-03-03 08:00")):
        township.receive(when=at("2026-03-03 08:00"))
    township.clock = at("2026-03-02 10:00")
    page = words_of(counter.page("/counter/"))
    assert state.code in page
    assert "Nguyễn Thị Mẫu An" in page
    assert "H99.20.1-260303" not in page


def test_the_quick_box_leads_straight_on(counter: Counter, township: Township) -> None:
    ready = counter.waiting()
    going = township.receive(BIRTH).state

    def to(words: str) -> Any:
        answer = counter.officer.post("/counter/find/", q=words)
        return answer.url if answer.status_code == 302 else words_of(answer.content.decode())

    assert to(ready.code) == f"/counter/dossiers/{ready.id}/hand-over/"
    assert to(f"http://desk.test/look-up/?code={ready.code}") == f"/counter/dossiers/{ready.id}/hand-over/"
    assert to(going.code.lower()) == f"/counter/dossiers/{going.id}/"
    assert ready.code in to(CARD)
    assert "Đăng ký khai sinh" in to("khai sinh")
    assert "Không tìm thấy" in to("qqqq zzzz")
