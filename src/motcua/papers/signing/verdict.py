"""What was found about the signatures of a file, and how a clerk is told. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from motcua.kernel.errors import N_, fill


class Finding(StrEnum):
    """What the file is, before any signature is judged."""

    NOT_A_PDF = "not_a_pdf"
    BROKEN = "broken"
    LOCKED = "locked"
    UNSIGNED = "unsigned"
    SIGNED = "signed"


class Revocation(StrEnum):
    """Whether the certificate was called back; unknown when no revocation list covers it."""

    GOOD = "good"
    REVOKED = "revoked"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class SignatureVerdict:
    """One signature. `signed_at` is attested when `timestamped`, else it is what the signer's machine said.

    `covers_whole_file`: nothing was appended after it; `changed_after`: what was appended is more than further
    signatures. `trusted`: the chain leads to an authority that this installation trusts.
    """

    signer: str
    organisation: str
    signed_at: datetime | None
    timestamped: bool
    intact: bool
    trusted: bool
    expired: bool
    revocation: Revocation
    covers_whole_file: bool
    changed_after: bool
    issuer: str = ""

    @property
    def good(self) -> bool:
        """Whether the signature may be relied on."""
        return (
            self.intact
            and self.trusted
            and not self.expired
            and self.revocation is not Revocation.REVOKED
            and not self.changed_after
        )


@dataclass(frozen=True, slots=True)
class Verdict:
    """All that was found about a file."""

    finding: Finding
    signatures: tuple[SignatureVerdict, ...] = ()

    @property
    def good(self) -> bool:
        """Whether there are signatures, all may be relied on, and the last covers the whole file."""
        return (
            self.finding is Finding.SIGNED
            and bool(self.signatures)
            and all(signature.good for signature in self.signatures)
            and any(signature.covers_whole_file for signature in self.signatures)
        )

    @property
    def intact(self) -> bool:
        """Whether nothing was altered since the signatures were made."""
        return bool(self.signatures) and all(
            item.intact and not item.changed_after for item in self.signatures
        )

    def sentences(self) -> tuple[tuple[str, dict[str, object]], ...]:
        """The verdict in plain words: msgids with their places, the most important first."""
        if self.finding is not Finding.SIGNED:
            return ((_FILE_WORDS[self.finding], {}),)
        said: list[tuple[str, dict[str, object]]] = []
        for signature in self.signatures:
            said += _sentences(signature)
        return tuple(said)

    def text(self) -> str:
        """The same in English, for logs and the command line."""
        return " ".join(fill(message, places) for message, places in self.sentences())


_UNTRUSTED = N_("The certificate of %(signer)s comes from an authority that is not trusted here: %(issuer)s.")
_FILE_WORDS = {
    Finding.NOT_A_PDF: N_("This file is not a PDF. Choose the signed PDF itself, not a scan or a Word file."),
    Finding.BROKEN: N_("This PDF is damaged and cannot be read. Ask for the file again."),
    Finding.LOCKED: N_("This PDF is protected with a password. Ask for one without."),
    Finding.UNSIGNED: N_("This PDF bears no digital signature. A scanned signature or seal is none."),
}


def _sentences(signature: SignatureVerdict) -> list[tuple[str, dict[str, object]]]:
    who: dict[str, object] = {"signer": signature.signer, "issuer": signature.issuer}
    if not signature.intact:
        return [(N_("The file was changed after %(signer)s signed it. Do not rely on it."), who)]
    said: list[tuple[str, dict[str, object]]] = []
    if signature.changed_after:
        said.append(
            (N_("Something was added to the file after %(signer)s signed it. Do not rely on it."), who)
        )
    if signature.revocation is Revocation.REVOKED:
        said.append((N_("The certificate of %(signer)s was revoked."), who))
    if signature.expired:
        said.append(
            (
                N_(
                    "The certificate of %(signer)s has expired, and no time stamp proves that it was signed before."
                ),
                who,
            )
        )
    elif not signature.trusted:
        said.append(
            (
                N_(
                    "The certificate of %(signer)s comes from an authority that is not trusted here: %(issuer)s."
                ),
                who,
            )
        )
    if said:
        return said
    if signature.timestamped:
        said.append(
            (N_("Signed by %(signer)s, unchanged since; a time-stamp authority attests the time."), who)
        )
    else:
        said.append(
            (N_("Signed by %(signer)s, unchanged since; the time is that of the signer's machine."), who)
        )
    if signature.revocation is Revocation.UNKNOWN:
        said.append((N_("Whether the certificate was revoked could not be found out here."), who))
    return said
