"""How fast papers are drawn and signed: CPU milliseconds a form, and forms per second on one core."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import process_time
from typing import Any

_AT = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
_PASSPHRASE = "bench"  # noqa: S105 - of a key that lives for the length of the measurement


def run(seconds: float = 1.0) -> dict[str, Any]:
    """Every form with other data each time, in one thread; signatures with ECDSA P-256 and a visible stamp."""
    from motcua.cli.django_setup import setup_django

    setup_django()
    from motcua.papers.drawing import render
    from motcua.papers.kinds import Form
    from motcua.papers.signing import Pkcs12Key, sign
    from motcua.papers.specimens import SPECIMENS

    style = _style()
    forms = {
        form.value: _milliseconds(
            lambda number, form=form: render(SPECIMENS[form], style, _head(number)),  # type: ignore[misc]
            seconds / 4,
        )
        for form in Form
    }
    with tempfile.TemporaryDirectory() as folder:
        key = Pkcs12Key(_key_file(Path(folder) / "bench.p12"), _PASSPHRASE)

        def drawn_and_signed(number: int) -> None:
            drawn = render(SPECIMENS[Form.RECEIPT], style, _head(number))
            sign(drawn, key, _AT, office=style.office)

        signed = _milliseconds(drawn_and_signed, seconds)
    unsigned = sum(forms.values()) / len(forms)
    return {
        "cpu_ms_per_form": round(unsigned, 1),
        "slowest_form_cpu_ms": round(max(forms.values()), 1),
        "forms_per_second": round(1000 / unsigned, 1),
        "signed_cpu_ms_per_form": round(signed, 1),
        "signed_forms_per_second": round(1000 / signed, 1),
        "cpu_ms_by_form": {form: round(spent, 1) for form, spent in forms.items()},
        "how": "one thread, one compiler, another number in every form; signed: the receipt with ECDSA P-256",
    }


def _milliseconds(act: Callable[[int], object], seconds: float) -> float:
    act(0)  # fonts are read once per process
    done, began = 0, process_time()
    while (spent := process_time() - began) < seconds or done < 5:
        done += 1
        act(done)
    return spent * 1000 / done


def _style() -> Any:
    from motcua.papers.style import Style

    return Style(
        superior="Ủy ban nhân dân tỉnh Sông Mẫu",
        office="Ủy ban nhân dân xã An Mẫu",
        desk="Bộ phận tiếp nhận và trả kết quả",
        place="An Mẫu",
    )


def _head(number: int) -> Any:
    from motcua.papers.drawing import Head
    from motcua.papers.kinds import Edition

    return Head(
        edition=Edition.TT_03_2025,
        issued_at=_AT,
        number=number,
        verify_url=f"https://motcua.example/papers/verify/{number:016}/",
        token=f"{number:016}",
    )


def _key_file(path: Path) -> Path:
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12
    from cryptography.x509.oid import NameOID

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "motcua bench")])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(_AT - timedelta(days=1))
        .not_valid_after(_AT + timedelta(days=365))
        .sign(key, hashes.SHA256())
    )
    path.write_bytes(
        pkcs12.serialize_key_and_certificates(
            b"bench", key, certificate, None, BestAvailableEncryption(_PASSPHRASE.encode())
        )
    )
    return path
