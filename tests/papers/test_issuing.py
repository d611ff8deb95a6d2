"""Papers get their numbers without gaps or doubles, are issued once, and are reprinted with the same bytes."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection, transaction

from motcua.kernel import time
from motcua.kernel.errors import Refusal
from motcua.papers import builders, queries, services, signatures, styles
from motcua.papers.forms import ReceiptData, SupplementItem
from motcua.papers.kinds import Edition, Form
from motcua.papers.models import IssuedPaper, PaperCounter
from motcua.papers.specimens import SPECIMENS
from motcua.papers.style import SignerTitle
from tests.papers.reading import text_of
from tests.township import Township, at

OTHERS = {"phone": "0900000007"}


def issue(
    township: Township, dossier: Any, form: Form = Form.RECEIPT, command: Any = None, data: Any = None
) -> Any:
    with time.at(township.clock):
        return services.issue_for(
            dossier,
            form,
            data or builders.receipt_data(dossier),
            township.actor("tiepnhan"),
            command or uuid4(),
        )


def test_a_receipt_says_what_was_said_at_reception(township: Township) -> None:
    state = township.receive().state
    paper = issue(township, state.id)
    text = text_of(services.reprint(paper.id))
    for words in (
        state.code,
        "Nguyễn Thị Mẫu Đào",
        "099190000007",
        "Số: 01/TN-",
        "Vĩnh Tuy, ngày 02 tháng 3 năm 2026",
    ):
        assert words in text
    from motcua.papers import words as written

    assert written.long_instant(state.due_at) in text
    assert "Mẫu M01" in text
    assert (paper.form, paper.number, paper.year, paper.repeated) == (Form.RECEIPT, 1, 2026, False)
    assert hashlib.sha256(services.reprint(paper.id)).hexdigest() == paper.sha256


def test_a_receipt_keeps_the_appointment_that_was_printed(township: Township) -> None:
    state = township.receive().state
    first = builders.receipt_data(state.id)
    township.run_until(state.id, "return")
    assert builders.receipt_data(state.id).due == first.due


def test_numbers_run_on_per_form_office_and_year(township: Township) -> None:
    state = township.receive().state
    numbers = [issue(township, state.id).number for _ in range(3)]
    assert numbers == [1, 2, 3]
    assert (
        issue(township, state.id, Form.CONTROL_SHEET, data=builders.control_sheet_data(state.id)).number == 1
    )
    with time.at(at("2027-01-04 08:00")):
        later = services.issue_for(
            state.id, Form.RECEIPT, builders.receipt_data(state.id), township.actor("tiepnhan"), uuid4()
        )
    assert (later.number, later.year) == (1, 2027)


def test_the_year_changes_at_midnight_of_the_office(township: Township) -> None:
    state = township.receive().state
    data = builders.receipt_data(state.id)
    years = []
    for instant in ("2026-12-31 23:59", "2027-01-01 00:01"):
        with time.at(at(instant)):
            years.append(
                services.issue_for(state.id, Form.RECEIPT, data, township.actor("tiepnhan"), uuid4()).year
            )
    assert years == [2026, 2027]


def test_asking_twice_issues_once(township: Township) -> None:
    state = township.receive().state
    command = uuid4()
    first = issue(township, state.id, command=command)
    again = issue(township, state.id, command=command)
    assert again.repeated
    assert replace(again, repeated=False) == first
    assert PaperCounter.objects.get(form=Form.RECEIPT).last == 1


def test_one_request_cannot_become_two_kinds_of_paper(township: Township) -> None:
    state = township.receive().state
    command = uuid4()
    issue(township, state.id, command=command)
    with pytest.raises(Refusal) as refused:
        issue(township, state.id, Form.CONTROL_SHEET, command, builders.control_sheet_data(state.id))
    assert refused.value.code == "command_used"


def test_a_paper_that_cannot_be_drawn_takes_no_number(township: Township) -> None:
    state = township.receive().state
    broken = replace(builders.receipt_data(state.id), applicant_name="")
    with pytest.raises(Refusal, match="Tiếp nhận hồ sơ của"):
        issue(township, state.id, data=broken)
    assert issue(township, state.id).number == 1


def test_a_full_disk_takes_no_number_and_says_so(township: Township, monkeypatch: pytest.MonkeyPatch) -> None:
    from motcua.files import places

    state = township.receive().state

    def full(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(places, "put_in_place", full)
        with pytest.raises(Refusal, match="No space left"):
            issue(township, state.id)
    assert issue(township, state.id).number == 1


def test_what_is_undone_gives_its_number_back(township: Township) -> None:
    state = township.receive().state
    with transaction.atomic():
        issue(township, state.id)
        transaction.set_rollback(True)
    assert issue(township, state.id).number == 1


@pytest.mark.slow
def test_many_desks_at_once_leave_no_gap_and_no_double(live_township: Township) -> None:
    state = live_township.receive().state
    data = builders.receipt_data(state.id)
    actor = live_township.actor("tiepnhan")
    commands = [uuid4() for _ in range(12)]
    failed: list[Exception] = []

    def desk(mine: list[Any]) -> None:
        try:
            with time.at(live_township.clock):
                for command in mine:
                    services.issue_for(state.id, Form.RECEIPT, data, actor, command)
        except Exception as error:
            failed.append(error)
        finally:
            connection.close()

    # Every command is sent by two desks at once, as a double click would.
    threads = [threading.Thread(target=desk, args=(commands[part::3],)) for part in (0, 1, 2, 0, 1, 2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failed
    assert sorted(IssuedPaper.objects.values_list("number", flat=True)) == list(range(1, 13))


def test_the_database_itself_refuses_a_number_twice(township: Township) -> None:
    from django.db import IntegrityError

    state = township.receive().state
    paper = IssuedPaper.objects.get(pk=issue(township, state.id).id)
    paper.pk, paper.token = uuid4(), "other"
    with pytest.raises(IntegrityError), transaction.atomic():
        paper.save(force_insert=True)


def test_a_reprint_is_the_same_after_the_office_changed_its_style(township: Township) -> None:
    state = township.receive().state
    paper = issue(township, state.id)
    before = services.reprint(paper.id)
    stored = styles.style_of(township.office_id)
    changed = replace(stored.style, desk="Trung tâm phục vụ hành chính công", unit_sign="TTPVHCC")
    with time.at(township.clock):
        services.save_style(township.office_id, changed, stored.version, township.actor("quantri"))
    assert services.reprint(paper.id) == before
    newer = issue(township, state.id)
    assert newer.number_text == "02/TN-TTPVHCC"
    assert "TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG" in text_of(services.reprint(newer.id))
    assert IssuedPaper.objects.get(pk=newer.id).style.version == 1


def test_two_administrators_do_not_overwrite_each_other(township: Township) -> None:
    stored = styles.style_of(township.office_id)
    admin = township.actor("quantri")
    services.save_style(township.office_id, replace(stored.style, contact="một"), 0, admin)
    with pytest.raises(Refusal) as refused:
        services.save_style(township.office_id, replace(stored.style, contact="hai"), 0, admin)
    assert refused.value.code == "style_changed"
    assert styles.style_of(township.office_id).style.contact == "một"


def test_only_administrators_of_the_office_change_its_papers(township: Township) -> None:
    style = styles.style_of(township.office_id).style
    with pytest.raises(Refusal) as refused:
        services.save_style(township.office_id, style, 0, township.actor("tiepnhan"))
    assert refused.value.code == "not_your_office"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"office": " "}, "style_office_missing"),
        ({"place": ""}, "style_place_missing"),
        ({"patterns": {Form.RECEIPT: "TN"}}, "style_pattern_without_number"),
        ({"contact": "x" * 201}, "style_text_too_long"),
    ],
)
def test_a_style_that_cannot_be_printed_is_refused(
    township: Township, change: dict[str, Any], code: str
) -> None:
    style = replace(styles.style_of(township.office_id).style, **change)
    with pytest.raises(Refusal) as refused:
        services.save_style(township.office_id, style, 0, township.actor("quantri"))
    assert refused.value.code == code


def test_a_style_survives_storing(township: Township) -> None:
    style = replace(
        styles.style_of(township.office_id).style,
        signers={Form.APOLOGY: SignerTitle("CHỦ TỊCH", "TM. ỦY BAN NHÂN DÂN", "Phạm Văn Mẫu Hùng")},
        texts={Form.RECEIPT: "Mang theo giấy này khi nhận kết quả."},
        titles={Form.EVALUATION: "PHIẾU GÓP Ý"},
        patterns={Form.APOLOGY: "{number}/XL-UBND"},
    )
    services.save_style(township.office_id, style, 0, township.actor("quantri"))
    assert styles.style_of(township.office_id).style == style


def test_a_dossier_of_2018_gets_the_forms_of_2018(township: Township) -> None:
    state = township.receive(when=at("2019-03-04 09:00")).state
    township.clock = at("2026-03-02 09:00")
    paper = issue(township, state.id)
    assert IssuedPaper.objects.get(pk=paper.id).edition == Edition.TT_01_2018
    text = text_of(services.reprint(paper.id))
    assert "Mẫu số 01" in text
    assert "Số định danh cá nhân" not in text


def test_a_refused_reception_gets_its_paper_with_the_reason(township: Township) -> None:
    from motcua.dossiers import commands as cmd

    dossier = uuid4()
    township.execute(
        cmd.RefuseReception(
            command_id=uuid4(),
            dossier_id=dossier,
            intake=township.intake(),
            reason_code="outside_competence",
            reason="Thuộc thẩm quyền của xã khác.",
            legal_basis="Điều 63 Luật Hộ tịch",
        ),
        "tiepnhan",
    )
    paper = issue(township, dossier, Form.REFUSAL, data=builders.refusal_data(dossier, "UBND xã Đồng Mẫu"))
    text = text_of(services.reprint(paper.id))
    for words in (
        "Không thuộc thẩm quyền giải quyết",
        "Thuộc thẩm quyền của xã khác.",
        "UBND xã Đồng Mẫu",
        "/PTC-",
    ):
        assert words in text
    with pytest.raises(Refusal):
        builders.receipt_data(dossier)


def test_a_supplement_request_names_everything_that_is_missing(township: Township) -> None:
    state = township.receive().state
    data = builders.supplement_data(
        state.id,
        items=[SupplementItem("Giấy khai sinh", "thiếu bản chính"), SupplementItem("Giấy ủy quyền")],
        reason="Hồ sơ chưa đầy đủ.",
        contact_name="Trần Văn Mẫu Bình",
        contact_phone="0219 000 0001",
        officer_name="Trần Văn Mẫu Bình",
    )
    text = text_of(services.reprint(issue(township, state.id, Form.SUPPLEMENT_REQUEST, data=data).id))
    assert "1. Giấy khai sinh – thiếu bản chính" in text
    assert "2. Giấy ủy quyền" in text
    assert state.code in text


def test_the_control_sheet_tells_the_way_from_the_step_log(township: Township) -> None:
    state = township.receive().state
    township.run_until(state.id, "return")
    data = builders.control_sheet_data(state.id)
    assert data.rows[0].giver_unit == styles.style_of(township.office_id).style.desk
    assert data.rows[0].at == state.received_at
    assert data.rows[0].giver
    for earlier, later in zip(data.rows, data.rows[1:], strict=False):
        assert later.giver_unit == earlier.receiver_unit
        assert later.giver_unit != later.receiver_unit
        assert later.result in ("Trước hạn", "Đúng hạn", "Quá hạn", "")
        assert later.at >= earlier.at
    issue(township, state.id, Form.CONTROL_SHEET, data=data)


def test_a_late_unit_stands_as_late_on_the_control_sheet(township: Township) -> None:
    state = township.receive().state
    township.run_until(state.id, "examine")
    township.clock = at("2026-05-04 09:00")
    township.run_until(state.id, "return")
    assert "Quá hạn" in [row.result for row in builders.control_sheet_data(state.id).rows]


def test_the_control_sheet_says_whether_somebody_apologised(township: Township) -> None:
    from motcua.dossiers import commands as cmd
    from motcua.kernel import time

    state = township.receive(when=at("2026-03-02 09:00")).state
    township.run_until(state.id, "examine")
    with time.at(township.clock):
        assert builders.control_sheet_data(state.id).rows[-1].note == ""
    township.clock = at("2026-03-10 09:00")
    with time.at(township.clock):
        assert builders.control_sheet_data(state.id).rows[-1].note == "Quá hạn, chưa xin lỗi"
    known = {"command_id": uuid4(), "dossier_id": state.id}
    sorry = cmd.Apologise(**known, kind="late", manner="direct", text="Xin lỗi.")
    township.execute(sorry, "chutich")
    with time.at(township.clock):
        assert builders.control_sheet_data(state.id).rows[-1].note == "Đã xin lỗi vì quá hạn"


def test_the_book_of_a_group_holds_the_year_in_order(township: Township) -> None:
    from motcua.dossiers.models import Dossier

    first, second = township.receive().state, township.receive().state
    township.receive(when=at("2027-01-04 09:00"))
    group = Dossier.objects.get(pk=first.id).field_group_id
    book = builders.tracking_book_data(group, 2026)
    assert [row.code for row in book.rows] == [first.code, second.code]
    assert book.rows[0].applicant == "Nguyễn Thị Mẫu Đào"
    with time.at(at("2027-01-05 08:00")):
        closed = builders.tracking_book_data(group, 2026, closed_at=time.now(), closed_by="Nguyễn Thị Mẫu An")
        paper = services.issue(
            township.office_id, Form.TRACKING_BOOK, closed, township.actor("tiepnhan"), uuid4()
        )
    assert "có 2 hồ sơ, từ số 1 đến số 2" in text_of(services.reprint(paper.id))


def test_a_second_volume_of_the_book_goes_on_with_the_number(
    township: Township, monkeypatch: pytest.MonkeyPatch
) -> None:
    from motcua.dossiers.models import Dossier
    from motcua.papers.builders import books

    monkeypatch.setattr(books, "VOLUME", 2)
    states = [township.receive().state for _ in range(3)]
    group = Dossier.objects.get(pk=states[0].id).field_group_id
    first, second = (builders.tracking_book_data(group, 2026, volume=volume) for volume in (1, 2))
    assert [row.code for row in (*first.rows, *second.rows)] == [state.code for state in states]
    assert (first.first_number, second.first_number, second.volume) == (1, 3, 2)
    with pytest.raises(Refusal) as refused:
        builders.tracking_book_data(group, 2026, volume=3)
    assert refused.value.code == "no_such_volume"


def test_the_hand_over_list_of_a_day_names_dossiers_and_papers(township: Township) -> None:
    from motcua.papers.builders.books import units_given_to

    state = township.receive().state
    [(unit, _name, count)] = units_given_to(township.office_id, township.clock.date())
    assert count == 1
    with time.at(township.clock):
        data = builders.hand_over_list_data(
            township.office_id, unit, township.clock.date(), "Nguyễn Thị Mẫu An"
        )
    assert [row.code for row in data.rows] == [state.code]
    assert data.rows[0].originals >= 1


# ── what the public may know ──


def test_a_paper_is_found_by_its_token_and_compared_byte_by_byte(township: Township) -> None:
    state = township.receive().state
    paper = issue(township, state.id)
    content = services.reprint(paper.id)
    known = queries.public_paper(paper.token)
    assert known is not None
    assert known.number_text == paper.number_text
    assert "Mẫu Đào" not in repr(known)
    assert queries.compare(paper.token, [content[:100], content[100:]]) is queries.Sameness.AS_ISSUED
    assert queries.compare(paper.token, [content, b" "]) is queries.Sameness.DIFFERENT
    assert queries.public_paper("không có") is None


# ── signing what was issued ──


@pytest.fixture
def signing(settings: Any, certificate_file: Path) -> Iterator[Callable[[str], None]]:
    """Papers are signed with the office's certificate; gives a way to change the time-stamp authority."""
    settings.SIGN_PKCS12 = str(certificate_file)
    settings.SIGN_PKCS12_PASSPHRASE = "bí mật"

    def authority_at(address: str) -> None:
        settings.SIGN_TIMESTAMP_URL = address

    return authority_at


def test_an_issued_paper_is_signed_afterwards_and_keeps_its_first_bytes(
    township: Township, signing: Any
) -> None:
    state = township.receive().state
    paper = issue(township, state.id)
    assert IssuedPaper.objects.get(pk=paper.id).signed_state == "waiting"
    with time.at(township.clock):
        assert signatures.sign_paper(paper.id)
        assert signatures.sign_paper(paper.id), "a second worker finds it done"
    row = IssuedPaper.objects.get(pk=paper.id)
    assert row.signed_state == "signed"
    [signature] = row.signatures.all()
    assert signature.signer == "Ủy ban nhân dân xã An Mẫu"
    whole = signatures.current_bytes(row)
    assert whole.startswith(services.reprint(paper.id))
    assert queries.compare(paper.token, [whole]) is queries.Sameness.SIGNED


def test_papers_that_are_not_to_be_signed_are_not(township: Township, signing: Any) -> None:
    state = township.receive().state
    paper = issue(township, state.id, Form.CONTROL_SHEET, data=builders.control_sheet_data(state.id))
    assert IssuedPaper.objects.get(pk=paper.id).signed_state == "unsigned"


def test_while_the_time_stamp_authority_is_down_papers_wait_and_catch_up(
    township: Township, signing: Callable[[str], None], authority: Any
) -> None:
    from tests.papers.authority import time_stamp_authority

    signing("http://127.0.0.1:9/")
    state = township.receive().state
    papers = [issue(township, state.id).id for _ in range(2)]
    with time.at(township.clock):
        assert signatures.sign_waiting() == 0
        waiting = IssuedPaper.objects.get(pk=papers[0])
        assert (waiting.signed_state, waiting.signing_tries) == ("waiting", 1)
        assert waiting.signing_note
        with time_stamp_authority(
            authority.certify("Dấu thời gian mẫu", stamps=True), township.clock
        ) as address:
            signing(address)
            assert signatures.sign_waiting() == 2
    assert set(IssuedPaper.objects.values_list("signed_state", flat=True)) == {"signed"}
    assert all(row.timestamped for row in IssuedPaper.objects.get(pk=papers[0]).signatures.all())


def test_while_the_disk_is_away_papers_wait_for_their_signature_and_none_is_given_up(
    township: Township, signing: Callable[[str], None], settings: Any, tmp_path: Path
) -> None:
    signing("")
    settings.STORED_FILES = tmp_path / "disk"
    state = township.receive().state
    papers = [issue(township, state.id).id for _ in range(3)]
    for gone in ("away", "replaced"):  # the folder is not there; something else is in its place
        settings.STORED_FILES.rename(tmp_path / gone)
        if gone == "replaced":
            settings.STORED_FILES.write_text("no disk")
        with time.at(township.clock):
            assert signatures.sign_waiting() == 0
        assert set(IssuedPaper.objects.values_list("signed_state", flat=True)) == {"waiting"}
        settings.STORED_FILES.unlink(missing_ok=True)
        (tmp_path / gone).rename(settings.STORED_FILES)
    first = IssuedPaper.objects.get(pk=papers[0])
    lost = settings.STORED_FILES / first.file_id[:2] / first.file_id[2:4] / first.file_id
    lost.unlink()
    with time.at(township.clock):
        for _ in papers:
            signatures.sign_waiting()  # one paper in trouble holds up no other
    states = dict(IssuedPaper.objects.values_list("pk", "signed_state"))
    assert [states[paper] for paper in papers] == ["waiting", "signed", "signed"]


def test_a_specimen_of_the_wrong_kind_is_a_mistake_of_the_program(township: Township) -> None:
    state = township.receive().state
    with pytest.raises(TypeError, match="ReceiptData"):
        issue(township, state.id, Form.RECEIPT, data=SPECIMENS[Form.APOLOGY])
    assert isinstance(SPECIMENS[Form.RECEIPT], ReceiptData)
