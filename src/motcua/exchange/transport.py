"""Bringing bytes to a partner and its signed answer back. No redirects; every wait has its end."""

from __future__ import annotations

import http.client
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from time import monotonic
from typing import BinaryIO
from urllib.parse import urlsplit

from django.conf import settings

KEY_HEADER, SIGNATURE_HEADER = "Motcua-Key", "Motcua-Signature"
FROM_HEADER, NAME_HEADER = "Motcua-From", "Motcua-File-Name"
MESSAGES, FILES, STANDING = "/exchange/v1/messages", "/exchange/v1/files/", "/exchange/v1/standing"
_LONGEST_ANSWER = 8 * 1024 * 1024


class DownError(Exception):
    """The partner does not answer, or what answers is not the partner."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back."""

    status: int
    data: bytes
    key_id: str
    signature: str


def send(
    address: str, method: str, path: str, body: bytes | BinaryIO, size: int, headers: Mapping[str, str]
) -> Reply:
    """One request. Raises DownError when nothing comes back in time."""
    seconds = settings.EXCHANGE_SECONDS
    parts = urlsplit(address)
    if parts.hostname is None:
        raise DownError(f"{address} is no address")
    connection: http.client.HTTPConnection
    if parts.scheme == "https":
        connection = http.client.HTTPSConnection(
            parts.hostname, parts.port, timeout=seconds, context=ssl.create_default_context()
        )
    else:
        connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=seconds)
    try:
        connection.request(
            method, f"{parts.path.rstrip('/')}{path}", body, {**headers, "Content-Length": str(size)}
        )
        response = connection.getresponse()
        data = _read(response, monotonic() + seconds)
        return Reply(
            response.status,
            data,
            response.headers.get(KEY_HEADER, ""),
            response.headers.get(SIGNATURE_HEADER, ""),
        )
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise DownError(str(error) or type(error).__name__) from error
    finally:
        connection.close()


def _read(response: http.client.HTTPResponse, until: float) -> bytes:
    read = b""
    while piece := response.read1(65536):
        read += piece
        if len(read) > _LONGEST_ANSWER:
            raise ValueError("the answer does not end")
        if monotonic() > until:
            raise TimeoutError("the answer did not end in time")
    return read
