"""The pages: checking a paper as a citizen, printing it at the desk, adapting it as an administrator."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from motcua.kernel import time
from motcua.papers import builders, services, signatures, styles
from motcua.papers.kinds import Form
from motcua.papers.models import IssuedPaper
from motcua.papers.signing import Pkcs12Key, sign
from motcua.papers.views.style_form import values_of
from tests.papers.authority import Authority
from tests.papers.reading import text_of
from tests.township import Township, at

PEOPLE = (
    "tiepnhan",
    "hotich",
    "diachinh",
    "laodong",
    "phochutich",
    "chutich",
    "vanthu",
    "giamsat",
    "quantri",
)


@pytest.fixture
def paper(township: Township) -> services.Issued:
    state = township.receive().state
    with time.at(township.clock):
        return services.issue_for(
            state.id, Form.RECEIPT, builders.receipt_data(state.id), township.actor("tiepnhan"), uuid4()
        )


def body(response: Any) -> bytes:
    return b"".join(response.streaming_content)


def file(content: bytes, name: str = "giay.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="application/pdf")


# ── checking a paper ──


def test_anybody_learns_that_a_paper_was_issued_but_nothing_personal(
    paper: Any, sign_in: Callable[..., Any]
) -> None:
    page = sign_in().get(f"/papers/verify/{paper.token}/")
    text = page.content.decode()
    assert page.status_code == 200
    for words in (paper.number_text, "thị trấn Vĩnh Tuy", "09:00, 02/03/2026", "M01"):
        assert words in text
    for secret in ("Mẫu Đào", "099190000007", "0900000007", "H99.20.1-260302"):
        assert secret not in text
    assert "no-store" in page.headers["Cache-Control"]


def test_the_code_on_the_paper_leads_to_this_page(paper: Any) -> None:
    assert f"/papers/verify/{paper.token}/" in text_of(services.reprint(paper.id)).replace(" ", "")


@pytest.mark.parametrize("token", ["khong-co", "x" * 300, "..%2f..", "a b"])
def test_an_unknown_code_is_told_plainly(township: Township, sign_in: Callable[..., Any], token: str) -> None:
    page = sign_in().get(f"/papers/verify/{token}/")
    assert page.status_code == 404


def test_a_file_dropped_on_the_page_is_compared_and_not_kept(paper: Any, sign_in: Callable[..., Any]) -> None:
    from motcua.files.models import StoredFile

    content = services.reprint(paper.id)
    before = StoredFile.objects.count()
    citizen = sign_in()
    same = citizen.post(f"/papers/verify/{paper.token}/", file=file(content))
    other = citizen.post(f"/papers/verify/{paper.token}/", file=file(content + b"\n"))
    none = citizen.post(f"/papers/verify/{paper.token}/")
    assert same.context["compared"] == "as_issued"
    assert other.context["compared"] == "different"
    assert none.status_code == 422
    assert StoredFile.objects.count() == before


# ── printing ──


def test_the_desk_prints_the_bytes_that_were_issued(paper: Any, sign_in: Callable[..., Any]) -> None:
    desk = sign_in("tiepnhan")
    shown = desk.get(f"/papers/{paper.id}/pdf/")
    assert body(shown) == services.reprint(paper.id)
    assert shown.headers["Content-Type"] == "application/pdf"
    assert "inline" in shown.headers["Content-Disposition"]
    assert "01-TN-BPTNTKQ-2026.pdf" in shown.headers["Content-Disposition"]
    assert "attachment" in desk.get(f"/papers/{paper.id}/pdf/?download").headers["Content-Disposition"]
    page = desk.get(f"/papers/{paper.id}/print/").content.decode()
    assert "data-print-frame" in page
    assert f"/papers/{paper.id}/pdf/" in page


def test_a_signed_paper_is_printed_with_its_signature(
    paper: Any, sign_in: Callable[..., Any], township: Township, certificate_file: Path
) -> None:
    IssuedPaper.objects.filter(pk=paper.id).update(signed_state="waiting")
    with time.at(township.clock):
        signatures.sign_paper(paper.id, Pkcs12Key(certificate_file, "bí mật"))
    shown = body(sign_in("tiepnhan").get(f"/papers/{paper.id}/pdf/"))
    assert shown.startswith(services.reprint(paper.id))
    assert len(shown) > len(services.reprint(paper.id))


def test_papers_are_seen_by_those_who_see_the_dossier_and_by_nobody_else(
    paper: Any, sign_in: Callable[..., Any], township: Township
) -> None:
    from motcua.offices.models import Membership

    for username in PEOPLE:
        assert sign_in(username).get(f"/papers/{paper.id}/pdf/").status_code == 200
    assert sign_in().get(f"/papers/{paper.id}/pdf/").status_code == 302
    stranger = sign_in("hotich")
    Membership.objects.filter(person__username="hotich").update(valid_to=at("2026-01-01 00:00").date())
    assert stranger.get(f"/papers/{paper.id}/pdf/").status_code in (403, 404)
    assert sign_in("tiepnhan").get(f"/papers/{uuid4()}/pdf/").status_code == 404


def test_a_dossier_s_papers_are_listed_and_a_control_sheet_is_drawn(
    paper: Any, sign_in: Callable[..., Any], township: Township
) -> None:
    dossier = IssuedPaper.objects.get(pk=paper.id).dossier_id
    officer = sign_in("chutich")
    page = officer.get(f"/papers/dossiers/{dossier}/").content.decode()
    assert paper.number_text in page
    command = uuid4()
    for _ in range(2):
        answer = officer.post(f"/papers/dossiers/{dossier}/issue/", form="control_sheet", command_id=command)
        assert answer.headers["Location"] == f"/papers/{command}/print/"
    assert IssuedPaper.objects.filter(form=Form.CONTROL_SHEET).count() == 1


def test_the_transfer_slip_says_who_does_what_until_when(
    paper: Any, sign_in: Callable[..., Any], township: Township
) -> None:
    dossier = IssuedPaper.objects.get(pk=paper.id).dossier_id
    township.run_until(dossier, "examine")
    command = uuid4()
    sign_in("tiepnhan").post(f"/papers/dossiers/{dossier}/issue/", form="transfer_slip", command_id=command)
    text = text_of(services.reprint(command))
    task = township.run_until(dossier, "examine")
    assert "PHIẾU CHUYỂN XỬ LÝ" in text
    assert task.name in text
    assert time.local(task.due_at).strftime("%d/%m/%Y") in text or str(time.local(task.due_at).day) in text


def test_only_the_desk_draws_receipts(paper: Any, sign_in: Callable[..., Any]) -> None:
    dossier = IssuedPaper.objects.get(pk=paper.id).dossier_id
    address = f"/papers/dossiers/{dossier}/issue/"
    assert sign_in("chutich").post(address, form="receipt", command_id=uuid4()).status_code == 403
    assert sign_in("tiepnhan").post(address, form="receipt", command_id=uuid4()).status_code == 302
    assert sign_in("tiepnhan").post(address, form="evaluation", command_id=uuid4()).status_code == 302
    assert sign_in("tiepnhan").post(address, form="apology", command_id=uuid4()).status_code == 403
    assert sign_in("tiepnhan").post(address, form="evaluation", command_id="x").status_code == 422


def test_the_desk_prints_the_list_of_the_day(
    paper: Any, sign_in: Callable[..., Any], township: Township
) -> None:
    desk = sign_in("tiepnhan")
    page = desk.get("/papers/books/")
    assert page.status_code == 200
    [unit] = page.context["units"]
    answer = desk.post(
        "/papers/books/",
        form="hand_over_list",
        unit=unit["id"],
        day="2026-03-02",
        command_id=unit["command_id"],
    )
    assert "H99.20.1-260302-0001" in text_of(services.reprint(unit["command_id"])), answer
    assert sign_in("chutich").get("/papers/books/").status_code == 403


@pytest.mark.parametrize(
    "values",
    [
        {"form": "hand_over_list", "unit": "999999", "day": "2026-03-02"},
        {"form": "hand_over_list", "day": "x"},
        {"group": "1", "year": "1"},
        {},
    ],
)
def test_strange_wishes_are_refused_without_a_number(
    township: Township, sign_in: Callable[..., Any], values: dict[str, str]
) -> None:
    answer = sign_in("tiepnhan").post("/papers/books/", command_id=uuid4(), **values)
    assert answer.status_code in (404, 422)
    assert not IssuedPaper.objects.exists()


# ── adapting ──


def _typed(township: Township, **changes: Any) -> dict[str, Any]:
    stored = styles.style_of(township.office_id)
    return values_of(stored.style, stored.version) | changes


def test_an_administrator_sees_what_the_papers_will_look_like(
    township: Township, sign_in: Callable[..., Any]
) -> None:
    admin = sign_in("quantri")
    address = f"/papers/setup/{township.office_id}/"
    first = admin.get(address)
    assert first.status_code == 200
    assert first.context["picture"].startswith("data:image/png;base64,")
    typed = _typed(township, desk="Trung tâm phục vụ hành chính công", shown="apology")
    live = admin.post(address, headers={"HX-Request": "true", "HX-Target": "preview"}, **typed)
    assert live.status_code == 200
    assert "data:image/png" in live.content.decode()
    assert "<html" not in live.content.decode()
    assert live.context["picture"] != first.context["picture"]
    assert styles.style_of(township.office_id).version == 0, "a preview changes nothing"


def test_what_is_published_is_printed_from_then_on(township: Township, sign_in: Callable[..., Any]) -> None:
    admin = sign_in("quantri")
    address = f"/papers/setup/{township.office_id}/"
    typed = _typed(township, **{"receipt-text": "Mang theo giấy này khi nhận kết quả.", "publish": "yes"})
    assert admin.post(address, **typed).status_code == 302
    assert styles.style_of(township.office_id).version == 1
    stale = admin.post(address, **typed)
    assert stale.status_code == 409
    state = township.receive().state
    with time.at(township.clock):
        issued = services.issue_for(
            state.id, Form.RECEIPT, builders.receipt_data(state.id), township.actor("tiepnhan"), uuid4()
        )
    assert "Mang theo giấy này khi nhận kết quả." in text_of(services.reprint(issued.id))


def test_a_wrong_entry_comes_back_with_what_was_typed(
    township: Township, sign_in: Callable[..., Any]
) -> None:
    admin = sign_in("quantri")
    address = f"/papers/setup/{township.office_id}/"
    empty = admin.post(address, **_typed(township, office="", contact="giữ lại", publish="yes"))
    assert empty.status_code == 422
    assert "giữ lại" in empty.content.decode()
    pattern = admin.post(address, **_typed(township, **{"receipt-pattern": "TN", "publish": "yes"}))
    assert pattern.status_code == 422
    assert styles.style_of(township.office_id).version == 0


def test_only_administrators_adapt_papers(township: Township, sign_in: Callable[..., Any]) -> None:
    address = f"/papers/setup/{township.office_id}/"
    for username in PEOPLE:
        expected = 200 if username == "quantri" else 403
        assert sign_in(username).get(address).status_code == expected
    assert sign_in("quantri").get("/papers/setup/999999/").status_code == 403
    assert sign_in("quantri").get("/papers/setup/").status_code in (200, 302)


# ── signed files of others ──


def test_a_signed_file_is_judged_within_the_page(
    paper: Any,
    sign_in: Callable[..., Any],
    township: Township,
    certificate_file: Path,
    authority: Authority,
    tmp_path: Path,
    settings: Any,
) -> None:
    from cryptography.hazmat.primitives.serialization import Encoding

    trusted = tmp_path / "roots.pem"
    trusted.write_bytes(authority.root.certificate.public_bytes(Encoding.PEM))
    settings.SIGN_TRUST = str(trusted)
    signed = sign(
        services.reprint(paper.id), Pkcs12Key(certificate_file, "bí mật"), township.clock, office="UBND"
    )
    officer = sign_in("hotich")
    good = officer.post("/papers/check-signature/", file=file(signed.content))
    assert good.context["verdict"].good
    assert "Ủy ban nhân dân xã An Mẫu" in good.content.decode()
    scan = officer.post("/papers/check-signature/", file=file(b"\xff\xd8\xff scan", "scan.jpg"))
    assert "PDF" in scan.context["sentences"][0]
    assert not scan.context["verdict"].good
    assert officer.post("/papers/check-signature/").status_code == 422
    assert officer.get("/papers/check-signature/").status_code == 200
