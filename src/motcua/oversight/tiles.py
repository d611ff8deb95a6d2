"""Today's picture as tiles: one number each, with the list behind it."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy

from motcua.oversight.choice import Choice
from motcua.oversight.tables import Words, list_url
from motcua.reports.measures import Measure
from motcua.reports.queries import Today


@dataclass(frozen=True, slots=True)
class Tile:
    """One number of today's picture."""

    number: int
    label: Words
    url: str
    tone: str = ""
    note: Words = ""


def today_tiles(today: Today, choice: Choice) -> list[Tile]:
    """Today's picture; every number leads to its dossiers."""
    return [
        Tile(today.received, gettext_lazy("Received today"), list_url(choice, Measure.RECEIVED)),
        Tile(today.finished, gettext_lazy("Solved today"), list_url(choice, Measure.FINISHED), "good"),
        Tile(today.open, gettext_lazy("Unsolved"), list_url(choice, Measure.OPEN), "accent"),
        Tile(
            today.due_today,
            gettext_lazy("Due today"),
            list_url(choice, Measure.DUE_TODAY),
            "warn",
            gettext_lazy("not solved yet"),
        ),
        Tile(
            today.nearly_late,
            gettext_lazy("Nearly late"),
            list_url(choice, Measure.NEARLY_LATE),
            "warn",
            gettext_lazy("due within three days"),
        ),
        Tile(
            today.overdue,
            gettext_lazy("Late"),
            list_url(choice, Measure.OVERDUE),
            "bad" if today.overdue else "good",
            gettext_lazy("open and past the due date"),
        ),
        Tile(
            today.to_hand_over,
            gettext_lazy("Waiting to be handed over"),
            list_url(choice, Measure.TO_HAND_OVER),
            "",
            gettext_lazy("the result is ready"),
        ),
        *_standing_tiles(today, choice),
    ]


def _standing_tiles(today: Today, choice: Choice) -> list[Tile]:
    """Dossiers whose clocks stand, counted apart: unsolved, but nobody here is late with them."""
    tiles = [
        Tile(
            today.waiting,
            gettext_lazy("Waiting for applicants"),
            list_url(choice, Measure.WAITING),
            "",
            gettext_lazy("a supplement was asked for"),
        ),
        Tile(
            today.paused,
            gettext_lazy("Paused by law"),
            list_url(choice, Measure.PAUSED),
            "",
            gettext_lazy("a payment, a dispute"),
        ),
    ]
    return [tile for tile in tiles if tile.number]
