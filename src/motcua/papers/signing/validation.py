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
from pyhanko_certvalidator.policy_decl import (
    CertRevTrustPolicy,
    RevocationCheckingPolicy,
    RevocationCheckingRule,
)

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
        status, revocation = _status(embedded, trust, at, at)
        stamp = status.timestamp_validity
        proven = stamp.timestamp if stamp and stamp.intact and stamp.valid and stamp.trusted else None
        if proven is not None and status.trust_problem_indic in _EXPIRED:
            # A trusted time stamp proves that the certificate was in force when it was used.
            status, revocation = _status(embedded, trust, proven, at)
    except (SignatureValidationError, SigningError, PdfError, ValueError, KeyError, TypeError):
        return _unreadable(certificate)
    whole = status.coverage is SignatureCoverageLevel.ENTIRE_FILE
    return SignatureVerdict(
        signer=_name(certificate, "common_name"),
        organisation=_name(certificate, "organization_name"),
        issuer=_issuer(certificate),
        signed_at=proven or status.signer_reported_dt,
        timestamped=proven is not None,
        intact=bool(status.intact and status.valid),
        trusted=bool(status.trusted),
        expired=status.trust_problem_indic in _EXPIRED,
        revocation=revocation,
        covers_whole_file=whole,
        changed_after=not whole and not _only_signatures(status),
    )


def _status(embedded: Any, trust: Trust, moment: datetime, now: datetime) -> tuple[Any, Revocation]:
    """The library's finding, with the revocation lists where one of the right authority is still fresh."""
    stamps = _context(trust, now)
    if any(CertificateList.load(der).issuer == embedded.signer_cert.issuer for der in trust.crls):
        status = validate_pdf_signature(embedded, _context(trust, moment, checked=True), stamps)
        if status.trust_problem_indic in _REVOKED:
            return status, Revocation.REVOKED
        if status.trusted:
            return status, Revocation.GOOD
    return validate_pdf_signature(embedded, _context(trust, moment), stamps), Revocation.UNKNOWN


def _only_signatures(status: Any) -> bool:
    """Whether everything appended later is what a signed file may get: further signatures and their proofs."""
    return bool(status.docmdp_ok) and status.modification_level in (
        ModificationLevel.NONE,
        ModificationLevel.LTA_UPDATES,
        ModificationLevel.FORM_FILLING,
    )


def _context(trust: Trust, moment: datetime, *, checked: bool = False) -> ValidationContext:
    rule = RevocationCheckingRule.CRL_REQUIRED if checked else RevocationCheckingRule.NO_CHECK
    policy = RevocationCheckingPolicy(rule, RevocationCheckingRule.NO_CHECK)
    return ValidationContext(
        trust_roots=[Certificate.load(der) for der in trust.roots],
        crls=list(trust.crls) if checked else [],
        moment=moment,
        allow_fetching=False,
        revinfo_policy=CertRevTrustPolicy(policy),
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
