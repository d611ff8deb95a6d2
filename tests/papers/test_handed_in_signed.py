"""Whoever attaches a file learns at once what its signatures are worth."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from motcua.papers.drawing import render
from motcua.papers.kinds import Form
from motcua.papers.signing import Pkcs12Key, sign
from motcua.papers.specimens import SPECIMENS
from tests.papers.authority import Authority
from tests.papers.samples import STYLE, head
from tests.township import Township, at

PDF = render(SPECIMENS[Form.RECEIPT], STYLE, head(Form.RECEIPT))


@pytest.fixture
def attach(township: Township, sign_in: Callable[..., Any]) -> Callable[[bytes, str], str]:
    desk = sign_in("tiepnhan")
    dossier = township.receive().state.id
    township.run_until(dossier, "return")

    def attach(content: bytes, kind: str) -> str:
        file = SimpleUploadedFile("ket-qua.pdf", content)
        address = f"/counter/dossiers/{dossier}/"
        answer = desk.post(f"{address}attach/", form_id=uuid4(), kind=kind, name="Trích lục", file=file)
        assert answer.status_code == 302
        return str(desk.get(address).content.decode())

    return attach


def test_a_good_signature_of_a_trusted_authority_is_told(
    attach: Callable[[bytes, str], str],
    certificate_file: Path,
    authority: Authority,
    settings: Any,
    tmp_path: Path,
) -> None:
    settings.SIGN_TRUST = str(tmp_path / "root.der")
    (tmp_path / "root.der").write_bytes(authority.root.der)
    made = sign(PDF, Pkcs12Key(certificate_file, "bí mật"), at("2026-03-02 08:00"), office="Mẫu")
    assert "từ đó không bị sửa" in attach(made.content, "result")


def test_a_file_changed_after_signing_is_told_at_once(
    attach: Callable[[bytes, str], str], certificate_file: Path
) -> None:
    made = sign(PDF, Pkcs12Key(certificate_file, "bí mật"), at("2026-03-02 08:00"), office="Mẫu").content
    middle = len(PDF) // 2
    assert "Đừng tin tệp này" in attach(
        made[:middle] + bytes([made[middle] ^ 1]) + made[middle + 1 :], "result"
    )


def test_a_result_without_signature_is_told_and_a_plain_scan_needs_no_word(
    attach: Callable[[bytes, str], str],
) -> None:
    assert "không có chữ ký số" in attach(PDF, "result")
    assert "không có chữ ký số" not in attach(PDF + b"\n", "submitted")
