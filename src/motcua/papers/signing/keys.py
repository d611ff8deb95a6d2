"""Where the office's key is: in a PKCS#12 file, or in a token reached through PKCS#11. One interface for both."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from django.conf import settings

from motcua.kernel.errors import N_, Refusal


class SigningUnavailableError(Refusal):
    """No signature can be made now; the paper waits, and is signed when key and time-stamp authority are back."""


class SigningKey(Protocol):
    """A certificate with its key. `opened` gives what pyHanko signs with, for as long as the block runs.

    Raises SigningUnavailableError when the key cannot be reached.
    """

    def opened(self) -> AbstractContextManager[Any]:
        """Reach the key."""


@dataclass(frozen=True, slots=True)
class Pkcs12Key:
    """A certificate file of the office (.p12, .pfx)."""

    path: Path
    passphrase: str = field(repr=False, default="")

    @contextmanager
    def opened(self) -> Iterator[Any]:
        """The file's key and certificates."""
        from pyhanko.sign import signers

        if not self.path.is_file():
            raise _unavailable(N_("The certificate file %(where)s is not there."), str(self.path))
        load: Any = signers.SimpleSigner.load_pkcs12
        signer = load(str(self.path), passphrase=self.passphrase.encode())
        if signer is None:
            raise _unavailable(
                N_("The certificate file %(where)s cannot be opened with its passphrase."), str(self.path)
            )
        yield signer


@dataclass(frozen=True, slots=True)
class Pkcs11Key:
    """A key that never leaves its token. `label` names certificate and key on it."""

    module: Path
    token: str
    label: str
    pin: str = field(repr=False, default="")

    @contextmanager
    def opened(self) -> Iterator[Any]:
        """A session with the token, closed at the end."""
        import pkcs11
        from pyhanko.config.pkcs11 import TokenCriteria
        from pyhanko.sign.pkcs11 import PKCS11Signer, open_pkcs11_session

        if not self.module.is_file():
            raise _unavailable(
                N_("The library of the signing token is not there: %(where)s."), str(self.module)
            )
        try:
            session = open_pkcs11_session(
                str(self.module), token_criteria=TokenCriteria(label=self.token), user_pin=self.pin
            )
        except (pkcs11.PKCS11Error, LookupError, RuntimeError) as error:
            raise _unavailable(
                N_("The signing token “%(where)s” cannot be opened (%(why)s)."), self.token, _why(error)
            ) from error
        try:
            # Many tokens sign a digest but do not make it: it is made here.
            yield PKCS11Signer(
                session,
                cert_label=self.label,
                key_label=self.label,
                embed_roots=False,
                use_raw_mechanism=True,
            )
        except pkcs11.PKCS11Error as error:
            raise _unavailable(
                N_("The signing token “%(where)s” does not sign (%(why)s)."), self.token, _why(error)
            ) from error
        finally:
            session.close()


def key_from_settings() -> SigningKey | None:
    """The key this installation signs with; None when papers are not signed. A token goes before a file."""
    if settings.SIGN_PKCS11_MODULE:
        return Pkcs11Key(
            Path(settings.SIGN_PKCS11_MODULE),
            settings.SIGN_PKCS11_TOKEN,
            settings.SIGN_PKCS11_KEY,
            settings.SIGN_PKCS11_PIN,
        )
    if settings.SIGN_PKCS12:
        return Pkcs12Key(Path(settings.SIGN_PKCS12), settings.SIGN_PKCS12_PASSPHRASE)
    return None


def _why(error: Exception) -> str:
    return str(error) or type(error).__name__


def _unavailable(message: str, where: str, why: str = "") -> SigningUnavailableError:
    return SigningUnavailableError(
        "signing_unavailable",
        message,
        N_(
            "Tell your administrator. The paper is valid unsigned on paper; it is signed as soon as this works."
        ),
        params={"where": where, "why": why},
    )
