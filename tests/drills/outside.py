"""Everything outside the office that may fail: mail, SMS, time stamps, and the disk for papers. All of it real."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Protocol

from tests.notices.doubles import Gateway, MailServer
from tests.papers.authority import Authority, TimeStampAuthority


class Outside(Protocol):
    """Something that can fail and come back."""

    def start(self) -> None: ...

    def stop(self) -> None: ...


class Disk:
    """The folder of stored files. Stopped, its place is taken by something on which nothing can be written."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._away = folder.with_name(f"{folder.name}.away")

    def start(self) -> None:
        if self._away.exists():
            self.folder.unlink()
            self._away.rename(self.folder)
        self.folder.mkdir(exist_ok=True)

    def stop(self) -> None:
        self.folder.rename(self._away)
        self.folder.write_text("no disk")


class Surroundings:
    """The four of them, by name. `clock` is the simulated instant, for them and for the office."""

    def __init__(self, authority: Authority, folder: Path, clock: datetime) -> None:
        self.clock = clock
        self.mail = MailServer()
        self.sms = Gateway()
        stamps = authority.certify("Dấu thời gian mẫu", stamps=True)
        self.stamps = TimeStampAuthority(stamps, lambda: self.clock)
        self.disk = Disk(folder)
        self.all: dict[str, Outside] = {
            "mail": self.mail,
            "sms": self.sms,
            "stamps": self.stamps,
            "disk": self.disk,
        }
        self.down: frozenset[str] = frozenset()

    def start(self) -> None:
        for one in self.all.values():
            one.start()

    def only_down(self, names: frozenset[str]) -> None:
        """Exactly these fail from now on."""
        for name in names - self.down:
            self.all[name].stop()
        for name in self.down - names:
            self.all[name].start()
        self.down = names

    def stop(self) -> None:
        self.only_down(frozenset())
        for one in (self.mail, self.sms, self.stamps):
            one.stop()
