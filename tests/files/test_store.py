"""Files are kept by their hash, once, whole, and handed out so that they can do no harm."""

from __future__ import annotations

import hashlib
import io
from pathlib import Path
from typing import Any

import pytest

from motcua.files import places, queries, services
from motcua.files.models import StoredFile
from motcua.files.queries import Soundness
from motcua.files.responses import file_response
from motcua.kernel.errors import Refusal
from tests.files.test_sniffing import DOCX, PDF, PNG, XML

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: Any) -> Path:
    settings.STORED_FILES = tmp_path / "files"
    return tmp_path / "files"


def kept_in(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_a_file_comes_back_byte_for_byte() -> None:
    stored = services.store(io.BytesIO(PDF), "đơn.pdf")
    assert stored.sha256 == hashlib.sha256(PDF).hexdigest()
    assert (stored.size, stored.media_type, stored.file_name) == (len(PDF), "application/pdf", "đơn.pdf")
    with queries.open_file(stored.sha256) as file:
        assert file.read() == PDF
    assert queries.by_hash(stored.sha256, "x.pdf").size == len(PDF)


def test_the_same_bytes_are_kept_once(folder: Path) -> None:
    first = services.store(io.BytesIO(PDF), "a.pdf")
    second = services.store(io.BytesIO(PDF), "b.pdf")
    assert first.sha256 == second.sha256
    assert StoredFile.objects.count() == 1
    assert kept_in(folder) == [places.place_of(first.sha256)]


def test_a_refused_file_leaves_nothing_behind(folder: Path) -> None:
    with pytest.raises(Refusal):
        services.store(io.BytesIO(b"MZ" + b"\x00" * 100), "don.pdf")
    assert kept_in(folder) == []
    assert not StoredFile.objects.exists()


def test_a_file_above_the_limit_is_refused_with_the_limit(folder: Path, settings: Any) -> None:
    settings.MAX_UPLOAD_BYTES = 2**20
    with pytest.raises(Refusal, match="larger than 1 MB"):
        services.store(io.BytesIO(PDF + b"\x00" * 2**20), "to.pdf")
    assert kept_in(folder) == []


def test_half_a_file_left_by_a_crash_is_replaced() -> None:
    place = places.place_of(hashlib.sha256(PDF).hexdigest())
    place.parent.mkdir(parents=True)
    place.write_bytes(PDF[:10])
    services.store(io.BytesIO(PDF), "a.pdf")
    assert place.read_bytes() == PDF


def test_a_check_finds_changed_and_missing_bytes() -> None:
    sound = services.store(io.BytesIO(PDF), "a.pdf").sha256
    changed = services.store(io.BytesIO(PNG), "b.png").sha256
    missing = services.store(io.BytesIO(XML), "c.xml").sha256
    place = places.place_of(changed)
    place.chmod(0o600)
    place.write_bytes(PNG[:-1] + b"\x00")
    places.place_of(missing).unlink()
    assert queries.verify(sound) is Soundness.SOUND
    count, faults = queries.verify_all()
    assert count == 3
    assert {fault.sha256: fault.soundness for fault in faults} == {
        changed: Soundness.CHANGED,
        missing: Soundness.MISSING,
    }


@pytest.mark.parametrize("sha256", ["0" * 64, "../../secret_key", "", "A" * 64])
def test_a_file_that_is_not_there_is_said_so(sha256: str) -> None:
    with pytest.raises(Refusal) as refused:
        queries.open_file(sha256)
    assert refused.value.code == "file_missing"


def test_only_safe_formats_are_shown_in_the_page() -> None:
    for content, name, shown in (
        (PDF, "a.pdf", True),
        (PNG, "a.png", True),
        (XML, "a.xml", False),
        (DOCX, "a.docx", False),
    ):
        stored = services.store(io.BytesIO(content), name)
        response = file_response(stored, name, inline=True)
        disposition = response.headers["Content-Disposition"]
        assert disposition.startswith("inline" if shown else "attachment"), name
        assert response.headers["Content-Type"] == (
            stored.media_type if shown else "application/octet-stream"
        )
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert "default-src 'none'" in response.headers["Content-Security-Policy"]
        response.file_to_stream.close()


def test_a_download_keeps_its_vietnamese_name_and_nothing_else() -> None:
    stored = services.store(io.BytesIO(PDF), "a.pdf")
    response = file_response(stored, 'Đơn\r\nX: 1"; x.pdf')
    assert "\n" not in response.headers["Content-Disposition"]
    assert response.headers["Content-Disposition"].startswith("attachment")
    assert response.headers["Content-Type"] == "application/octet-stream"
    response.file_to_stream.close()
