"""Digital signatures on papers: making them (PAdES B-B, B-T) and judging those of others."""

from motcua.papers.signing.keys import (
    Pkcs11Key,
    Pkcs12Key,
    SigningKey,
    SigningUnavailableError,
    key_from_settings,
)
from motcua.papers.signing.pades import Signed, sign
from motcua.papers.signing.validation import Trust, trust_from_settings, validate
from motcua.papers.signing.verdict import Finding, Revocation, SignatureVerdict, Verdict

__all__ = [
    "Finding",
    "Pkcs11Key",
    "Pkcs12Key",
    "Revocation",
    "SignatureVerdict",
    "Signed",
    "SigningKey",
    "SigningUnavailableError",
    "Trust",
    "Verdict",
    "key_from_settings",
    "sign",
    "trust_from_settings",
    "validate",
]
