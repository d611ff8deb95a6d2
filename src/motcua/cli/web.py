"""The web pages: gunicorn with threads, on a port that is free."""

from __future__ import annotations

import errno
import os
import socket
from dataclasses import dataclass
from typing import Any

from motcua.kernel.settings import SettingError, config

_NEXT_PORTS = 50


@dataclass(frozen=True)
class WebOptions:
    """How the pages are served."""

    host: str
    port: int
    processes: int
    threads: int


@dataclass
class Listening:
    """A bound socket. `taken` is the port that was wanted but in use, None when it was free."""

    socket: socket.socket
    port: int
    taken: int | None
    host: str

    @property
    def address(self) -> str:
        """What to type into a browser."""
        host = "127.0.0.1" if self.host in {"", "0.0.0.0", "::"} else self.host  # noqa: S104 - only shown
        return f"http://{f'[{host}]' if ':' in host else host}:{self.port}/"

    @property
    def notice(self) -> str:
        """Says where it listens, and why not where it should."""
        if self.taken is None:
            return f"Serving on {self.address}"
        return f"Port {self.taken} is taken by another program; serving on {self.address} instead."


def options(host: str | None = None, port: int | None = None) -> WebOptions:
    """From the settings, unless given."""
    group = "Web"
    set_host = config("MOTCUA_HOST", "127.0.0.1", "Address the pages are served on.", group=group)
    set_port = config(
        "MOTCUA_PORT", 8000, "Port the pages are served on; when it is taken, the next free one.", group=group
    )
    processes = config(
        "MOTCUA_WEB_PROCESSES", 2, "Web processes. One per processor core is enough.", group=group
    )
    threads = config("MOTCUA_WEB_THREADS", 8, "Requests each web process answers at once.", group=group)
    if not 0 < set_port < 65536 or processes < 1 or threads < 1:
        raise SettingError(
            "MOTCUA_PORT must be 1 to 65535, MOTCUA_WEB_PROCESSES and MOTCUA_WEB_THREADS at least 1."
        )
    return WebOptions(host or set_host, port or set_port, processes, threads)


def listen(chosen: WebOptions) -> Listening:
    """Bind the wanted port or the next free one; the socket stays ours, so nobody can take it in between."""
    family = socket.AF_INET6 if ":" in chosen.host else socket.AF_INET
    for port in range(chosen.port, min(chosen.port + _NEXT_PORTS, 65536)):
        bound = socket.socket(family, socket.SOCK_STREAM)
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            bound.bind((chosen.host, port))
            bound.listen(256)
        except OSError as error:
            bound.close()
            if error.errno in {errno.EADDRINUSE, errno.EACCES}:
                continue
            raise SettingError(f"MOTCUA_HOST={chosen.host} cannot be served on: {error}.") from error
        return Listening(bound, port, chosen.port if port != chosen.port else None, chosen.host)
    raise SettingError(f"No port from {chosen.port} on is free. Choose another with MOTCUA_PORT.")


def serve(host: str | None, port: int | None, inherited: int | None = None) -> int:
    """Serve until told to stop. `inherited` is the number of a listening socket a parent has handed down."""
    chosen = options(host, port)
    if inherited is None:
        listening = listen(chosen)
        print(listening.notice, flush=True)
        inherited = listening.socket.detach()
    os.environ.setdefault("MOTCUA_DATABASE_POOL", str(chosen.threads + 2))
    _application(chosen, inherited).run()
    return 0


def _application(chosen: WebOptions, descriptor: int) -> Any:
    from gunicorn.app.base import BaseApplication

    class Pages(BaseApplication):  # type: ignore[misc]
        def load_config(self) -> None:
            for name, value in {
                "bind": f"fd://{descriptor}",
                "worker_class": "gthread",
                "workers": chosen.processes,
                "threads": chosen.threads,
                "timeout": 60,
                "graceful_timeout": 10,
                "keepalive": 5,
                "loglevel": "warning",
                "proc_name": "motcua",
                "limit_request_line": 8190,
                "forwarded_allow_ips": "127.0.0.1,::1",
                "control_socket_disable": True,
            }.items():
                if name in self.cfg.settings:
                    self.cfg.set(name, value)

        def load(self) -> Any:
            from motcua.wsgi import application

            return application

    return Pages()
