"""Keys and signatures: Ed25519, detached, over the exact bytes."""

from __future__ import annotations

import base64
import hashlib
import os
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings

from motcua.kernel.errors import N_, Refusal
from motcua.kernel.settings import SettingError

_RAW = (serialization.Encoding.Raw, serialization.PublicFormat.Raw)


@dataclass(frozen=True, slots=True)
class OwnKey:
    """The key with which this installation signs."""

    private: Ed25519PrivateKey = field(repr=False)

    @property
    def public(self) -> str:
        """The public half in base64, as partners enter it."""
        return base64.b64encode(self.private.public_key().public_bytes(*_RAW)).decode()

    def sign(self, data: bytes) -> str:
        """The signature in base64."""
        return base64.b64encode(self.private.sign(data)).decode()


def key_id(public: str) -> str:
    """The short name of a public key: the first 16 digits of the SHA-256 of its 32 bytes. Refuses no key."""
    return hashlib.sha256(_raw(public)).hexdigest()[:16]


def fits(public: str, signature: str, data: bytes) -> bool:
    """Whether the signature over these bytes is of that key."""
    try:
        Ed25519PublicKey.from_public_bytes(_raw(public)).verify(
            base64.b64decode(signature, validate=True), data
        )
    except (InvalidSignature, ValueError, Refusal):
        return False
    return True


def place() -> Path:
    """The file with the private key."""
    return Path(settings.EXCHANGE_KEY).expanduser()


def own_key() -> OwnKey:
    """Our key, read each time, so that a new one counts at once. Refuses when there is none."""
    try:
        data = place().read_bytes()
    except FileNotFoundError:
        raise Refusal(
            "no_exchange_key",
            N_("This installation has no key to sign with yet."),
            N_("The administrator of the machine makes one with “motcua exchange keygen”."),
        ) from None
    except OSError as error:
        raise SettingError(f"MOTCUA_EXCHANGE_KEY={place()} cannot be read: {error.strerror}.") from error
    try:
        private = serialization.load_pem_private_key(data, password=None)
    except ValueError as error:
        raise SettingError(f"MOTCUA_EXCHANGE_KEY={place()} is no private key in PEM form.") from error
    if not isinstance(private, Ed25519PrivateKey):
        raise SettingError(f"MOTCUA_EXCHANGE_KEY={place()} is no Ed25519 key.")
    return OwnKey(private)


def make_key(*, replace: bool = False) -> OwnKey:
    """A new key in its file (mode 0600). Refuses to overwrite one, unless `replace`: the old is kept beside it."""
    path = place()
    if path.exists() and not replace:
        raise Refusal(
            "key_exists",
            N_("There is a key already; partners know us by it."),
            N_("To change it: motcua exchange keygen --replace, then send the partners the new public key."),
        )
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists():
        os.replace(path, path.with_name(f"{path.name}.old"))
    private = Ed25519PrivateKey.generate()
    form = serialization.PrivateFormat.PKCS8
    data = private.private_bytes(serialization.Encoding.PEM, form, serialization.NoEncryption())
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(data)
    return OwnKey(private)


def own_name() -> str:
    """The name under which partners know this installation. Refuses when none is set."""
    if not settings.EXCHANGE_NAME:
        raise Refusal(
            "no_exchange_name",
            N_("This installation has no name among its partners yet."),
            N_("The administrator of the machine sets MOTCUA_EXCHANGE_NAME."),
        )
    return str(settings.EXCHANGE_NAME)


def _raw(public: str) -> bytes:
    try:
        data = base64.b64decode(public.strip(), validate=True)
    except ValueError:
        data = b""
    if len(data) != 32:
        raise Refusal(
            "key_unfit",
            N_("That is no public key."),
            N_("Paste the line that “motcua exchange keygen” printed at the partner: 44 signs."),
        )
    return data
