"""Real servers that stand in for the carriers: an SMS gateway over HTTP and a mail server over SMTP."""

from __future__ import annotations

import json
import socket
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from aiosmtpd.controller import Controller


@dataclass
class Sms:
    """One SMS as it reached a phone."""

    to: str
    text: str
    brand: str
    parts: int


class Gateway:
    """Takes SMS as docs/notices.md asks: the same key twice reaches the phone once.

    `answer`: what it does next: ok, 503, 400, 423, hang, or, with the SMS on its way, `taken_then_dead` (the
    line breaks) and `taken_then_hang` (no answer comes).
    """

    def __init__(self) -> None:
        self.answer = "ok"
        self.token = "bí mật".encode().hex()
        self.phones: list[Sms] = []
        self.keys: list[str] = []
        self._sent: set[str] = set()
        self.port = free_port()
        self._server: ThreadingHTTPServer | None = None
        self._released = threading.Event()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/v1/messages"

    def start(self) -> None:
        gateway = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                gateway.take(self)

            def log_message(self, *args: Any) -> None:
                pass

        self._released.clear()
        self._server = ThreadingHTTPServer(("127.0.0.1", self.port), Handler)
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()

    def stop(self) -> None:
        self._released.set()
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
            self._server = None

    def take(self, request: BaseHTTPRequestHandler) -> None:
        body = json.loads(request.rfile.read(int(request.headers["Content-Length"])))
        key = request.headers["Idempotency-Key"]
        self.keys.append(key)
        if request.headers["Authorization"] != f"Bearer {self.token}":
            return self._say(request, 401, {"error": "who are you?"})
        if self.answer == "hang":
            self._released.wait(20)
            return None
        if self.answer.isdigit():
            return self._say(request, int(self.answer), {"error": "số không tồn tại"})
        if key not in self._sent:
            self._sent.add(key)
            self.phones.append(Sms(body["to"], body["text"], body["from"], body["parts"]))
        if self.answer == "taken_then_hang":
            self._released.wait(20)
            return None
        if self.answer == "taken_then_dead":
            request.connection.shutdown(socket.SHUT_RDWR)
            return None
        return self._say(request, 200, {"id": f"g-{len(self.phones)}"})

    def _say(self, request: BaseHTTPRequestHandler, status: int, said: dict[str, str]) -> None:
        body = json.dumps(said).encode()
        request.send_response(status)
        request.send_header("Content-Length", str(len(body)))
        request.end_headers()
        request.wfile.write(body)


@dataclass
class MailServer:
    """Keeps every letter that it took. `answer`: what it says to a recipient instead of taking the letter."""

    answer: str = ""
    letters: list[Any] = field(default_factory=list)
    port: int = 0
    _controller: Controller | None = None

    def __post_init__(self) -> None:
        self.port = free_port()

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    def start(self) -> None:
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port)
        self._controller.start()

    def stop(self) -> None:
        if self._controller is not None:
            self._controller.stop()
            self._controller = None

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        if self.answer:
            return self.answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        import email
        import email.policy

        self.letters.append(email.message_from_bytes(envelope.content, policy=email.policy.default))
        return "250 taken"


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])
