"""Judging the signatures of a PDF. Never asks the network: revocation lists are those that are handed in."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from asn1crypto import pem
from asn1crypto.crl import CertificateList
from asn1crypto.x509 import Certificate
from django.conf import settings
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.ades.report import AdESFailure, AdESIndeterminate
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.general import SigningError
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from motcua.kernel import time
from motcua.papers.signing.verdict import Finding, Revocation, SignatureVerdict, Verdict

_HEAD = 1024  # a PDF may have some bytes before its mark
_REVOKED = (AdESFailure.REVOKED, AdESIndeterminate.REVOKED_NO_POE, AdESIndeterminate.REVOKED_CA_NO_POE)
_EXPIRED = (
    AdESIndeterminate.EXPIRED,
    AdESIndeterminate.OUT_OF_BOUNDS_NO_POE,
    AdESIndeterminate.OUT_OF_BOUNDS_NOT_REVOKED,
)


@dataclass(frozen=True, slots=True)
class Trust:
    """Certificates of trusted authorities and their revocation lists, in DER."""

    roots: tuple[bytes, ...] = ()
    crls: tuple[bytes, ...] = ()


def trust_from_settings() -> Trust:
    """Authorities and revocation lists of this installation (MOTCUA_SIGN_TRUST, MOTCUA_SIGN_CRLS)."""
    roots: tuple[bytes, ...] = ()
    if settings.SIGN_TRUST:
        data = Path(settings.SIGN_TRUST).read_bytes()
        roots = (
            tuple(body for _, _, body in pem.unarmor(data, multiple=True)) if pem.detect(data) else (data,)
        )
    lists = sorted(Path(settings.SIGN_CRLS).glob("*.crl")) if settings.SIGN_CRLS else []
    return Trust(roots, tuple(_der(path.read_bytes()) for path in lists))


def validate(content: bytes, trust: Trust, at: datetime | None = None) -> Verdict:
    """The verdict on a file as of `at` (now). Never raises for what somebody hands in."""
    if b"%PDF-" not in content[:_HEAD]:
        return Verdict(Finding.NOT_A_PDF)
    try:
        reader = PdfFileReader(io.BytesIO(content), strict=False)
        if reader.encrypted:
            return Verdict(Finding.LOCKED)
        embedded = list(reader.embedded_regular_signatures)
        for signature in embedded:
            signature.compute_integrity_info()
    except (
        PdfError,
        SigningError,
        ValueError,
        KeyError,
        TypeError,
        IndexError,
        AttributeError,
        RecursionError,
    ):
        return Verdict(Finding.BROKEN)
    if not embedded:
        return Verdict(Finding.UNSIGNED)
    moment = at or time.now()
    return Verdict(Finding.SIGNED, tuple(_judge(signature, trust, moment) for signature in embedded))


def _judge(embedded: Any, trust: Trust, at: datetime) -> SignatureVerdict:
    certificate = embedded.signer_cert
    try:
        status = validate_pdf_signature(embedded, _context(trust, at), _context(trust, at))
        stamp = status.timestamp_validity
        proven = stamp.timestamp if stamp and stamp.intact and stamp.valid and stamp.trusted else None
        if proven is not None and status.trust_problem_indic in _EXPIRED:
            # A trusted time stamp proves that the certificate was in force when it was used.
            status = validate_pdf_signature(embedded, _context(trust, proven), _context(trust, at))
    except (SignatureValidationError, SigningError, PdfError, ValueError, KeyError, TypeError):
        return _unreadable(certificate)
    problem = status.trust_problem_indic
    level = status.modification_level
    whole = status.coverage is SignatureCoverageLevel.ENTIRE_FILE
    return SignatureVerdict(
        signer=_name(certificate, "common_name"),
        organisation=_name(certificate, "organization_name"),
        issuer=_issuer(certificate),
        signed_at=proven or status.signer_reported_dt,
        timestamped=proven is not None,
        intact=bool(status.intact and status.valid),
        trusted=bool(status.trusted),
        expired=problem in _EXPIRED,
        revocation=_revocation(problem, certificate, trust, trusted=bool(status.trusted)),
        covers_whole_file=whole,
        changed_after=not whole
        and (
            level not in (ModificationLevel.NONE, ModificationLevel.LTA_UPDATES)
            and not _only_signatures(status)
        ),
    )


def _only_signatures(status: Any) -> bool:
    """Whether everything appended later are further signatures that the first one allows."""
    return bool(status.docmdp_ok) and status.modification_level is ModificationLevel.FORM_FILLING


def _revocation(problem: Any, certificate: Certificate, trust: Trust, *, trusted: bool) -> Revocation:
    if problem in _REVOKED:
        return Revocation.REVOKED
    issuers = {CertificateList.load(der).issuer.hashable for der in trust.crls}
    return Revocation.GOOD if trusted and certificate.issuer.hashable in issuers else Revocation.UNKNOWN


def _context(trust: Trust, moment: datetime) -> ValidationContext:
    return ValidationContext(
        trust_roots=[Certificate.load(der) for der in trust.roots],
        crls=list(trust.crls),
        moment=moment,
        allow_fetching=False,
        revocation_mode="soft-fail",
    )


def _unreadable(certificate: Certificate | None) -> SignatureVerdict:
    return SignatureVerdict(
        signer=_name(certificate, "common_name"),
        organisation=_name(certificate, "organization_name"),
        issuer=_issuer(certificate),
        signed_at=None,
        timestamped=False,
        intact=False,
        trusted=False,
        expired=False,
        revocation=Revocation.UNKNOWN,
        covers_whole_file=False,
        changed_after=False,
    )


def _name(certificate: Certificate | None, part: str) -> str:
    value = certificate.subject.native.get(part, "") if certificate is not None else ""
    return "; ".join(value) if isinstance(value, list) else str(value)


def _issuer(certificate: Certificate | None) -> str:
    return str(certificate.issuer.native.get("common_name", "")) if certificate is not None else ""


def _der(data: bytes) -> bytes:
    return pem.unarmor(data)[2] if pem.detect(data) else data
