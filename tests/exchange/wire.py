"""The network between two installations, with everything that happens to networks."""

from __future__ import annotations

import http.client
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Request:
    """What goes over the wire."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Wire:
    """Passes requests on to a port. `cut`: nothing gets through. `change` may change a request on its way."""

    port_there: int
    cut: bool = False
    answers_lost: int = 0  # so many answers do not come back; the requests arrive
    change: Callable[[Request], Request] | None = None
    passed: list[Request] = field(default_factory=list)
    holding: threading.Event | None = None  # the answer that a message was accepted waits here
    held: threading.Event = field(default_factory=threading.Event)
    twice: bool = False  # every request arrives twice

    def __post_init__(self) -> None:
        wire = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def handle_any(self) -> None:
                length = int(self.headers.get("Content-Length") or 0)
                body = self.rfile.read(length)
                if wire.cut:
                    self.close_connection = True
                    return
                request = Request(self.command, self.path, dict(self.headers.items()), body)
                if wire.change is not None:
                    request = wire.change(request)
                wire.passed.append(request)
                try:
                    if wire.twice:
                        wire.ask(request)
                    status, headers, data = wire.ask(request)
                except OSError:
                    self.close_connection = True
                    return
                if wire.holding is not None and request.path.endswith("messages") and b'"accepted"' in data:
                    wire.held.set()
                    wire.holding.wait(30)
                if wire.answers_lost:
                    wire.answers_lost -= 1
                    self.close_connection = True
                    return
                try:
                    self.send_response(status)
                    for name, value in headers.items():
                        if name.startswith("Motcua") or name == "Content-Type":
                            self.send_header(name, value)
                    self.send_header("Content-Length", str(len(data)))
                    self.end_headers()
                    self.wfile.write(data)
                except OSError:
                    self.close_connection = True

            do_POST = do_PUT = handle_any

            def log_message(self, format: str, *args: Any) -> None:
                """Nothing on the test's output."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def ask(self, request: Request) -> tuple[int, dict[str, str], bytes]:
        """Bring a request over, straight."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port_there, timeout=30)
        kept = {name: value for name, value in request.headers.items() if name not in ("Host", "Connection")}
        kept["Content-Length"] = str(len(request.body))
        try:
            connection.request(request.method, request.path, request.body, kept)
            answer = connection.getresponse()
            return answer.status, dict(answer.headers.items()), answer.read()
        except http.client.HTTPException as error:
            raise OSError(str(error)) from error
        finally:
            connection.close()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server.server_address[1]}"

    def end(self) -> None:
        if self.holding is not None:
            self.holding.set()
        self.server.shutdown()
        self.server.server_close()
