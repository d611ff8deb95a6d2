"""SMS through a gateway that takes JSON over HTTP (`MOTCUA_SMS_URL`); docs/notices.md says what it must do."""

from __future__ import annotations

import http.client
import json
import ssl
from dataclasses import dataclass, field
from time import monotonic
from typing import Any, Protocol
from urllib.parse import urlsplit

from motcua.notices import sms
from motcua.notices.channels.outgoing import Accepted, Down, Later, Outgoing, Refused

_LONGEST_ANSWER = 64 * 1024
# A try with this key is running there; and what is not the message's fault: wrong token, too many at once.
_LATER = frozenset({409, 423, 425})
_DOWN = frozenset({401, 403, 404, 407, 408, 429})


class SmsGateway(Protocol):
    """Whoever carries our SMS. The same key twice must reach the person once."""

    def send(self, message: Outgoing) -> Accepted: ...


@dataclass(frozen=True, slots=True)
class HttpSmsGateway:
    """POSTs one JSON object per message, with the key in `Idempotency-Key`. Follows no redirect."""

    url: str
    brand: str
    seconds: int
    token: str = field(default="", repr=False)

    def send(self, message: Outgoing) -> Accepted:
        """Hand one SMS to the gateway. Raises Refused, Later or Down."""
        measured = sms.measure(message.text)
        body = {
            "id": message.key,
            "to": message.to,
            "from": self.brand,
            "text": message.text,
            "encoding": measured.encoding.value,
            "parts": measured.parts,
        }
        try:
            status, answer = self._post(json.dumps(body).encode(), message.key)
        except (OSError, http.client.HTTPException) as error:
            raise Down(str(error) or type(error).__name__) from error
        if 200 <= status < 300:
            found = answer.get("id") if isinstance(answer, dict) else None
            return Accepted(str(found or message.key)[:200])
        said = answer.get("error") if isinstance(answer, dict) else answer
        words = f"{status} {said or ''}".strip()[:300]
        if status in _LATER:
            raise Later(words)
        raise (Refused if 400 <= status < 500 and status not in _DOWN else Down)(words)

    def _post(self, body: bytes, key: str) -> tuple[int, Any]:
        parts = urlsplit(self.url)
        assert parts.hostname is not None
        until = monotonic() + self.seconds
        connection: http.client.HTTPConnection
        if parts.scheme == "https":
            connection = http.client.HTTPSConnection(
                parts.hostname, parts.port, timeout=self.seconds, context=ssl.create_default_context()
            )
        else:
            connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=self.seconds)
        headers = {"Content-Type": "application/json", "Accept": "application/json", "Idempotency-Key": key}
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        try:
            path = parts.path or "/"
            connection.request("POST", f"{path}?{parts.query}" if parts.query else path, body, headers)
            response = connection.getresponse()
            return response.status, _read(response, until)
        finally:
            connection.close()


def _read(response: http.client.HTTPResponse, until: float) -> Any:
    """The answer as JSON, or as text. A gateway that drips is not waited for."""
    read = b""
    while len(read) < _LONGEST_ANSWER and (piece := response.read1(4096)):
        read += piece
        if monotonic() > until:
            raise TimeoutError("the answer did not end in time")
    try:
        return json.loads(read)
    except ValueError:
        return read.decode(errors="replace")[:200]
