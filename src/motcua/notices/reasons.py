"""Why a message did not go out. Anything else in `Message.reason` is what the other side answered. Pure."""

from __future__ import annotations

from enum import StrEnum

from motcua.kernel.errors import N_


class Reason(StrEnum):
    NOT_CONFIGURED = "not_configured"
    NO_CONTACT = "no_contact"
    SWITCHED_OFF = "switched_off"
    OUT_OF_TIME = "out_of_time"
    OVERTAKEN = "overtaken"
    TOO_MANY_TRIES = "too_many_tries"


WORDS: dict[str, str] = {
    Reason.NOT_CONFIGURED: N_("no server is configured for this way"),
    Reason.NO_CONTACT: N_("neither a mobile number nor an e-mail address is known"),
    Reason.SWITCHED_OFF: N_("the office sends no message at this moment"),
    Reason.OUT_OF_TIME: N_("the server did not answer in time"),
    Reason.OVERTAKEN: N_("no longer needed"),
    Reason.TOO_MANY_TRIES: N_("the server failed too often"),
}
