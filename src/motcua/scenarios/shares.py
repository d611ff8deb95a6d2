"""How often something other than the plain way happens, and what becomes of one dossier. Pure."""

from __future__ import annotations

import random
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

Kind = TypeVar("Kind")


@dataclass(frozen=True, slots=True)
class Shares:
    """Shares between 0 and 1 of all dossiers; `extended` and `apologised` are shares of the late ones."""

    late: float = 0.0
    sent_back: float = 0.0
    refused: float = 0.0
    by_post: float = 0.0
    authorised: float = 0.0
    stalled: float = 0.0  # nobody goes on after the first steps
    supplement: float = 0.0  # something is missing: asked for once, brought, the limit counts anew
    opinion: float = 0.0  # another unit is asked
    paused: float = 0.0  # the clock stands for a while
    withdrawn: float = 0.0  # the applicant takes the dossier back
    unsupplemented: float = (
        0.0  # something is missing and never comes: closed when the time for it has passed
    )
    corrected: float = 0.0  # an obvious mistake in the applicant's data is put right
    extended: float = 0.0  # a new appointment with an apology, signed before the due date (M04)
    apologised: float = 0.0  # an apology after the due date
    by_post_back: float = 0.0  # the result travels by post

    def __post_init__(self) -> None:
        if not all(0 <= getattr(self, name) <= 1 for name in self.__dataclass_fields__):
            raise ValueError("a share lies between 0 and 1")
        if self.supplement + self.opinion + self.paused + self.withdrawn + self.unsupplemented > 1:
            raise ValueError("the shares of supplement, opinion, pause and withdrawal exclude each other")
        if self.extended + self.apologised > 1:
            raise ValueError("extended and apologised are shares of the same late dossiers")


class Fate(StrEnum):
    """The one thing that happens to a dossier beside the plain way."""

    PLAIN = "plain"
    SUPPLEMENT = "supplement"
    OPINION = "opinion"
    PAUSED = "paused"
    WITHDRAWN = "withdrawn"
    UNSUPPLEMENTED = "unsupplemented"


ENDED_EARLY = (Fate.WITHDRAWN, Fate.UNSUPPLEMENTED)


class Pardon(StrEnum):
    """What the applicant of a late dossier is told."""

    NONE = "none"
    EXTENDED = "extended"
    APOLOGISED = "apologised"


class Left(StrEnum):
    """What a dossier is left waiting for, so that the lists of a trial installation have life."""

    SUPPLEMENT = "supplement"
    PAUSED = "paused"
    OPINION = "opinion"
    EXTENSION = "extension"


@dataclass(frozen=True, slots=True)
class Lot:
    """What was drawn for one dossier."""

    late: bool
    sent_back: bool
    refused: bool
    authorised: bool
    by_post: bool
    stalled: bool
    fate: Fate
    pardon: Pardon
    manner: str  # of an apology: direct, written, public
    by_post_back: bool
    left: Left | None = None
    corrected: bool = False


def cast(draw: random.Random, life: random.Random, shares: Shares, left: Left | None) -> Lot:
    """What becomes of the next dossier. `life` draws what the plain way does not know."""
    late, sent_back, refused, authorised, by_post, stalled = (
        draw.random() < share
        for share in (
            shares.late,
            shares.sent_back,
            shares.refused,
            shares.authorised,
            shares.by_post,
            shares.stalled,
        )
    )
    fate = _one_of(
        life,
        [
            (Fate.SUPPLEMENT, shares.supplement),
            (Fate.OPINION, shares.opinion),
            (Fate.PAUSED, shares.paused),
            (Fate.WITHDRAWN, shares.withdrawn),
            (Fate.UNSUPPLEMENTED, shares.unsupplemented),
        ],
        Fate.PLAIN,
    )
    pardon = _one_of(
        life,
        [(Pardon.EXTENDED, shares.extended), (Pardon.APOLOGISED, shares.apologised)],
        Pardon.NONE,
    )
    manner = _one_of(life, [("direct", 0.5), ("written", 0.3)], "public")
    back = life.random() < shares.by_post_back
    corrected = life.random() < shares.corrected
    if left is not None:
        return _left_waiting(left, authorised, manner)
    return Lot(
        late=late and fate not in ENDED_EARLY,
        sent_back=sent_back and fate is Fate.PLAIN,
        refused=refused,
        authorised=authorised,
        by_post=by_post,
        stalled=stalled and fate is Fate.PLAIN,
        fate=fate,
        pardon=pardon if late and not stalled else Pardon.NONE,
        manner=manner,
        by_post_back=back,
        corrected=corrected,
    )


def _left_waiting(left: Left, authorised: bool, manner: str) -> Lot:
    extension = left is Left.EXTENSION
    return Lot(
        late=extension,
        sent_back=False,
        refused=False,
        authorised=authorised,
        by_post=False,
        stalled=False,
        fate=Fate.PLAIN if extension else Fate(left.value),
        pardon=Pardon.EXTENDED if extension else Pardon.NONE,
        manner=manner,
        by_post_back=False,
        left=left,
    )


def _one_of(draw: random.Random, chances: list[tuple[Kind, float]], otherwise: Kind) -> Kind:
    point = draw.random()
    for found, share in chances:
        if point < share:
            return found
        point -= share
    return otherwise
