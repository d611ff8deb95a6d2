"""Addresses of the servers that carry messages, read and checked. Pure: the settings need it before Django."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import parse_qs, unquote, urlsplit

_PORTS = {"smtp": 25, "smtps": 465}


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where the mail server is."""

    host: str
    port: int
    user: str = ""
    password: str = field(default="", repr=False)
    starttls: bool = False
    tls: bool = False


def mail_server(url: str) -> MailServer:
    """`smtp://user:password@host:587?starttls=yes`, or `smtps://…` for TLS from the first byte."""
    parts = urlsplit(url)
    if parts.scheme not in _PORTS or not parts.hostname:
        raise ValueError("expected smtp://host or smtps://host")
    starttls = parse_qs(parts.query).get("starttls", ["no"])[-1] == "yes"
    return MailServer(
        host=parts.hostname,
        port=parts.port or (587 if starttls else _PORTS[parts.scheme]),
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        starttls=starttls,
        tls=parts.scheme == "smtps",
    )


def smtp_url(url: str) -> str:
    """The address of a mail server, if it can be read."""
    mail_server(url)
    return url


def gateway_url(url: str) -> str:
    """The address of an SMS gateway, if it can be used."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError("expected https://host/path")
    _ = parts.port  # raises ValueError on nonsense
    return url
