"""Digital signatures: made with a file or a token, and judged so that nobody is fooled."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from motcua.kernel.errors import Refusal
from motcua.papers.drawing import render
from motcua.papers.kinds import Form
from motcua.papers.signing import (
    Finding,
    Pkcs11Key,
    Pkcs12Key,
    Revocation,
    Signed,
    SigningKey,
    SigningUnavailableError,
    Trust,
    sign,
    validate,
)
from motcua.papers.specimens import SPECIMENS, at
from tests.papers.authority import Authority, Holder, time_stamp_authority
from tests.papers.reading import pages_of, text_of
from tests.papers.samples import STYLE, head

NOW = at("2026-03-02 09:00")
OFFICE = "Ủy ban nhân dân xã An Mẫu"
TOKEN, LABEL, PIN = "mot-cua", "con-dau", "1234"
MODULES = [Path("/usr/lib/softhsm/libsofthsm2.so"), Path("/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so")]


@pytest.fixture(scope="module")
def paper() -> bytes:
    return render(SPECIMENS[Form.RECEIPT], STYLE, head(Form.RECEIPT))


@pytest.fixture
def key(certificate_file: Path) -> Pkcs12Key:
    return Pkcs12Key(certificate_file, "bí mật")


@pytest.fixture
def trust(authority: Authority) -> Trust:
    return Trust((authority.root.der,))


def signed(paper: bytes, key: SigningKey, when: datetime = NOW, **options: object) -> Signed:
    return sign(paper, key, when, office=OFFICE, **options)  # type: ignore[arg-type]


# ── making ──


def test_a_signed_paper_names_office_and_time_and_still_begins_with_the_paper(
    paper: bytes, key: Pkcs12Key, trust: Trust
) -> None:
    made = signed(paper, key)
    assert made.content.startswith(paper)
    assert made.signer == OFFICE
    verdict = validate(made.content, trust, NOW)
    assert verdict.good
    [one] = verdict.signatures
    assert (one.signer, one.intact, one.trusted, one.covers_whole_file) == (OFFICE, True, True, True)
    assert (one.expired, one.changed_after, one.timestamped) == (False, False, False)
    assert one.signed_at == NOW
    assert one.revocation is Revocation.UNKNOWN


@pytest.mark.parametrize("form", [Form.RECEIPT, Form.APOLOGY, Form.CONSULTATION_REQUEST, Form.TRACKING_BOOK])
def test_the_stamp_stands_below_the_office_s_heading_and_nowhere_else(form: Form, key: Pkcs12Key) -> None:
    from PIL import ImageChops

    plain = render(SPECIMENS[form], STYLE, head(form))
    before, after = pages_of(plain)[-1], pages_of(signed(plain, key).content)[-1]
    changed = ImageChops.difference(before, after).point(lambda grey: 255 if grey > 20 else 0).getbbox()
    assert changed is not None, "the stamp cannot be seen"
    left, top, right, bottom = changed
    assert left > before.width * 0.45, "the office signs on the right"
    assert right < before.width * 0.97
    covered = ImageChops.invert(before).crop((left + 1, top + 1, right - 1, bottom - 1))
    assert covered.getextrema()[1] < 60, "the stamp covers nothing that was written"


def test_a_time_stamp_authority_attests_the_time(
    paper: bytes, key: Pkcs12Key, authority: Authority, trust: Trust
) -> None:
    stamps = authority.certify("Dấu thời gian mẫu", stamps=True)
    with time_stamp_authority(stamps, NOW + timedelta(seconds=2)) as address:
        made = signed(paper, key, timestamp_url=address)
    assert made.timestamped
    [one] = validate(made.content, trust, NOW + timedelta(days=1)).signatures
    assert one.timestamped
    assert one.signed_at == NOW + timedelta(seconds=2)


def test_without_the_time_stamp_authority_nothing_is_half_signed(paper: bytes, key: Pkcs12Key) -> None:
    with pytest.raises(SigningUnavailableError) as refused:
        signed(paper, key, timestamp_url="http://127.0.0.1:9/")
    assert "tried again" in refused.value.hint


def test_two_signatures_one_after_the_other_are_both_good(paper: bytes, key: Pkcs12Key, trust: Trust) -> None:
    once = signed(paper, key).content
    twice = signed(once, key, position=2).content
    verdict = validate(twice, trust, NOW)
    assert verdict.good
    assert [one.covers_whole_file for one in verdict.signatures] == [False, True]
    assert not any(one.changed_after for one in verdict.signatures)


def test_a_wrong_passphrase_and_a_missing_file_are_told(
    paper: bytes, certificate_file: Path, tmp_path: Path
) -> None:
    with pytest.raises(SigningUnavailableError, match="passphrase"):
        signed(paper, Pkcs12Key(certificate_file, "sai"))
    with pytest.raises(SigningUnavailableError, match="not there"):
        signed(paper, Pkcs12Key(tmp_path / "none.p12", ""))


def test_secrets_are_not_shown(certificate_file: Path) -> None:
    assert "bí mật" not in repr(Pkcs12Key(certificate_file, "bí mật"))
    assert PIN not in repr(Pkcs11Key(MODULES[0], TOKEN, LABEL, PIN))


def test_what_is_no_pdf_is_not_signed(key: Pkcs12Key) -> None:
    with pytest.raises(Refusal) as refused:
        signed(b"just a text", key)
    assert refused.value.code == "not_signable"


@pytest.fixture(scope="module")
def token(office_certificate: Holder, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pkcs11Key]:
    """A software token that holds the office's certificate and key."""
    module = next((path for path in MODULES if path.is_file()), None)
    if module is None or shutil.which("softhsm2-util") is None:
        pytest.skip("SoftHSM2 is not installed: apt-get install softhsm2")
    place = tmp_path_factory.mktemp("token")
    (place / "tokens").mkdir()
    (place / "softhsm2.conf").write_text(f"directories.tokendir = {place / 'tokens'}\nlog.level = ERROR\n")
    os.environ["SOFTHSM2_CONF"] = str(place / "softhsm2.conf")
    pem = place / "key.pem"
    pem.write_bytes(
        office_certificate.key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    util = ["softhsm2-util", "--token", TOKEN, "--pin", PIN]
    subprocess.run(
        ["softhsm2-util", "--init-token", "--free", "--label", TOKEN, "--so-pin", "5678", "--pin", PIN],
        check=True,
        capture_output=True,
    )
    subprocess.run(
        [*util, "--import", str(pem), "--label", LABEL, "--id", "01"], check=True, capture_output=True
    )
    _put_certificate(module, office_certificate)
    yield Pkcs11Key(module, TOKEN, LABEL, PIN)
    del os.environ["SOFTHSM2_CONF"]


def _put_certificate(module: Path, holder: Holder) -> None:
    import pkcs11
    from pkcs11.util.x509 import decode_x509_certificate

    attributes = decode_x509_certificate(holder.der) | {
        pkcs11.Attribute.TOKEN: True,
        pkcs11.Attribute.LABEL: LABEL,
        pkcs11.Attribute.ID: b"\x01",
    }
    with pkcs11.lib(str(module)).get_token(token_label=TOKEN).open(rw=True, user_pin=PIN) as session:
        session.create_object(attributes)


def test_a_token_signs_like_a_file(paper: bytes, token: Pkcs11Key, trust: Trust) -> None:
    made = signed(paper, token)
    assert made.signer == OFFICE
    verdict = validate(made.content, trust, NOW)
    assert verdict.good
    assert validate(signed(paper, token).content, trust, NOW).good, "a second session works as well"


def test_a_wrong_pin_and_an_unknown_token_are_told(paper: bytes, token: Pkcs11Key) -> None:
    with pytest.raises(SigningUnavailableError, match="cannot be opened"):
        signed(paper, replace(token, pin="9999"))
    with pytest.raises(SigningUnavailableError, match="cannot be opened"):
        signed(paper, replace(token, token="khác"))
    with pytest.raises(SigningUnavailableError, match=r"could not be signed|does not sign"):
        signed(paper, replace(token, label="khác"))


# ── judging ──


def test_one_changed_byte_is_found(paper: bytes, key: Pkcs12Key, trust: Trust) -> None:
    content = bytearray(signed(paper, key).content)
    place = content.index(b"/MediaBox")
    content[place + 11] ^= 1
    verdict = validate(bytes(content), trust, NOW)
    assert not verdict.good
    assert not verdict.signatures[0].intact
    assert "changed after" in verdict.text()


def test_something_added_after_signing_is_found(paper: bytes, key: Pkcs12Key, trust: Trust) -> None:
    writer = IncrementalPdfFileWriter(io.BytesIO(signed(paper, key).content))
    page = writer.root["/Pages"]["/Kids"][0]
    page["/Contents"] = writer.add_object(_drawing(b"BT ET"))
    writer.update_container(page)
    added = io.BytesIO()
    writer.write(added)
    verdict = validate(added.getvalue(), trust, NOW)
    assert verdict.signatures[0].intact
    assert verdict.signatures[0].changed_after
    assert not verdict.signatures[0].covers_whole_file
    assert not verdict.good
    assert "added to the file" in verdict.text()


def _drawing(content: bytes) -> object:
    from pyhanko.pdf_utils.generic import StreamObject

    return StreamObject(stream_data=content)


def test_even_a_harmless_addition_leaves_the_signature_without_the_whole_file(
    paper: bytes, key: Pkcs12Key, trust: Trust
) -> None:
    verdict = validate(signed(paper, key).content + b"% note\n", trust, NOW)
    assert not verdict.signatures[0].covers_whole_file
    assert not verdict.good


def test_a_foreign_authority_is_not_trusted(paper: bytes, trust: Trust, tmp_path: Path) -> None:
    other = Authority("Chứng thực lạ")
    holder = other.certify("Ủy ban nhân dân xã An Mẫu")
    file = holder.pkcs12(tmp_path / "other.p12", "x", other.root)
    verdict = validate(signed(paper, Pkcs12Key(file, "x")).content, trust, NOW)
    assert verdict.intact
    assert not verdict.good
    assert not verdict.signatures[0].trusted
    assert not verdict.signatures[0].expired
    assert "Chứng thực lạ" in verdict.text()


def test_without_any_trusted_authority_nothing_is_good(paper: bytes, key: Pkcs12Key) -> None:
    assert not validate(signed(paper, key).content, Trust(), NOW).good


def _short_lived(authority: Authority, tmp_path: Path) -> Pkcs12Key:
    holder = authority.certify(
        "Chứng thư ngắn", datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 4, 1, tzinfo=UTC)
    )
    return Pkcs12Key(holder.pkcs12(tmp_path / "short.p12", "x", authority.root), "x")


def test_an_expired_certificate_is_told_apart_from_an_untrusted_one(
    paper: bytes, authority: Authority, trust: Trust, tmp_path: Path
) -> None:
    content = signed(paper, _short_lived(authority, tmp_path)).content
    assert validate(content, trust, NOW).good
    later = validate(content, trust, at("2026-06-01 09:00"))
    assert later.signatures[0].expired
    assert not later.good
    assert "has expired" in later.text()


def test_a_time_stamp_keeps_a_signature_good_beyond_its_certificate(
    paper: bytes, authority: Authority, trust: Trust, tmp_path: Path
) -> None:
    stamps = authority.certify("Dấu thời gian mẫu", stamps=True)
    with time_stamp_authority(stamps, NOW) as address:
        content = signed(paper, _short_lived(authority, tmp_path), timestamp_url=address).content
    later = validate(content, trust, at("2026-06-01 09:00"))
    assert later.good
    assert not later.signatures[0].expired


def test_a_revoked_certificate_is_told(
    paper: bytes, key: Pkcs12Key, authority: Authority, office_certificate: Holder
) -> None:
    roots = (authority.root.der,)
    list_without = authority.revocation_list(at=NOW - timedelta(days=1))
    list_with = authority.revocation_list(office_certificate, at=NOW - timedelta(days=1))
    content = signed(paper, key).content
    clean = validate(content, Trust(roots, (list_without,)), NOW)
    assert clean.good
    assert clean.signatures[0].revocation is Revocation.GOOD
    revoked = validate(content, Trust(roots, (list_with,)), NOW)
    assert revoked.signatures[0].revocation is Revocation.REVOKED
    assert not revoked.good
    assert "was revoked" in revoked.text()


@pytest.mark.parametrize(
    ("content", "finding"),
    [
        (b"", Finding.NOT_A_PDF),
        (b"PK\x03\x04 a Word file", Finding.NOT_A_PDF),
        (b"%PDF-1.7\n", Finding.BROKEN),
        (b"%PDF-1.7\n" + b"\x00" * 5000, Finding.BROKEN),
    ],
)
def test_a_wrong_format_is_told_at_once(content: bytes, finding: Finding, trust: Trust) -> None:
    verdict = validate(content, trust, NOW)
    assert verdict.finding is finding
    assert verdict.text()
    assert not verdict.good


def test_half_a_file_and_an_unsigned_one_are_told(paper: bytes, key: Pkcs12Key, trust: Trust) -> None:
    assert validate(paper, trust, NOW).finding is Finding.UNSIGNED
    whole = signed(paper, key).content
    for part in (len(whole) // 3, len(whole) - 200):
        verdict = validate(whole[:part], trust, NOW)
        assert verdict.finding in (Finding.BROKEN, Finding.UNSIGNED)
        assert not verdict.good


def test_the_text_of_a_signed_paper_is_the_paper_s(paper: bytes, key: Pkcs12Key) -> None:
    assert text_of(paper) in text_of(signed(paper, key).content)
