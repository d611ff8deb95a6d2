"""Why a message is not taken, in words that both sides know. Pure."""

from __future__ import annotations

from enum import StrEnum

from motcua.kernel.errors import N_


class Reason(StrEnum):
    """The first five are matters of the connection and may be mended; the others are the message's own fault."""

    UNKNOWN_PARTNER = "unknown_partner"
    UNKNOWN_KEY = "unknown_key"
    BAD_SIGNATURE = "bad_signature"
    NOT_FOR_US = "not_for_us"
    CLOCK_SKEW = "clock_skew"
    UNREADABLE = "unreadable"
    TOO_LARGE = "too_large"
    ID_USED = "id_used"
    SEQUENCE_USED = "sequence_used"
    UNKNOWN_HAND_OVER = "unknown_hand_over"
    HAND_OVER_USED = "hand_over_used"
    FILE_UNFIT = "file_unfit"
    NOT_CARRIED_OUT = "not_carried_out"
    OUT_OF_TIME = "out_of_time"
    FILE_MISSING = "file_missing"


MAY_BE_MENDED = frozenset(
    {Reason.UNKNOWN_PARTNER, Reason.UNKNOWN_KEY, Reason.BAD_SIGNATURE, Reason.NOT_FOR_US, Reason.CLOCK_SKEW}
)

WORDS: dict[Reason, str] = {
    Reason.UNKNOWN_PARTNER: N_(
        "The other side does not know us, or no longer. Ask it to enter us as a partner."
    ),
    Reason.UNKNOWN_KEY: N_(
        "The other side does not know our key. Send it the public key and ask it to enter it."
    ),
    Reason.BAD_SIGNATURE: N_("The signature does not fit the message: it was changed on its way."),
    Reason.NOT_FOR_US: N_("The address leads to another installation than the one we wrote to."),
    Reason.CLOCK_SKEW: N_(
        "The clocks of the two installations differ too much. Set both by the same time server."
    ),
    Reason.UNREADABLE: N_("The other side cannot read the message; it may run an older version."),
    Reason.TOO_LARGE: N_("The message is too large."),
    Reason.ID_USED: N_("Another message came under the same id before."),
    Reason.SEQUENCE_USED: N_(
        "Another message came under the same number before; one side was restored from a backup."
    ),
    Reason.UNKNOWN_HAND_OVER: N_("The other side knows no such hand-over."),
    Reason.HAND_OVER_USED: N_("The other side has a hand-over of that id already."),
    Reason.FILE_UNFIT: N_("The other side does not take one of the files."),
    Reason.NOT_CARRIED_OUT: N_("The other side’s rules do not allow it."),
    Reason.OUT_OF_TIME: N_("The other side could not be reached in all that time."),
    Reason.FILE_MISSING: N_("A file of the dossier is not in our store; restore it from the backup."),
}


class NotTakenError(Exception):
    """A message or question from outside that is not taken; `detail` goes to the log of the other side."""

    def __init__(self, reason: Reason, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}" if detail else reason.value)
        self.reason = reason
        self.detail = detail
