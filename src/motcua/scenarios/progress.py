"""A progress bar for work that takes longer than two seconds."""

from __future__ import annotations

import sys
import time
from types import TracebackType

_WIDTH = 30
_PATIENCE = 2.0  # seconds before anything is shown
_PAUSE = 0.5  # seconds between two pictures


class Progress:
    """Counts work done and draws it on a terminal; elsewhere it prints a line every ten seconds."""

    def __init__(self, title: str, total: int) -> None:
        self.title, self.total, self.done = title, max(1, total), 0
        self.began = self.drawn = time.monotonic()
        self.live = sys.stderr.isatty()
        self.shown = False

    def advance(self, number: int) -> None:
        """So much more is done."""
        self.done += number
        now = time.monotonic()
        if now - self.began > _PATIENCE and now - self.drawn > (_PAUSE if self.live else 10.0):
            self.drawn = now
            self._draw()

    def _draw(self) -> None:
        share = min(1.0, self.done / self.total)
        bar = ("#" * round(share * _WIDTH)).ljust(_WIDTH, ".")
        end = "\r" if self.live else "\n"
        print(
            f"{self.title} [{bar}] {share:4.0%}  {self.done} of {self.total}",
            end=end,
            file=sys.stderr,
            flush=True,
        )
        self.shown = True

    def __enter__(self) -> Progress:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.shown:
            self._draw()
            if self.live:
                print(file=sys.stderr)
