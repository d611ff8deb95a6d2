"""When a message is tried again, when its partner is asked whether it is back, when a desk is late. Pure."""

from __future__ import annotations

from datetime import timedelta

from motcua.calendars.worktime import Allotment, Mode, Terms, Unit

# After the first, second, … refusal that may be mended; then always the last.
BACK_OFF = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240))
# A try whose worker died is repeated when this has passed; the receiver knows the message by its id.
LEASE = timedelta(minutes=2)
_LONGEST_PROBE = timedelta(minutes=5)
# The desk that receives confirms within two working hours.
TO_CONFIRM = Terms(Allotment(2, Unit.WH), Mode.ROLL)
# Questions whose answer must be fresh carry their instant; the clocks may differ by so much.
SKEW = timedelta(minutes=10)


def wait_after(tries: int) -> timedelta:
    """How long to wait after so many tries (1, 2, …)."""
    return BACK_OFF[min(max(tries, 1), len(BACK_OFF)) - 1]


def probe_after(probes: int) -> timedelta:
    """How long a partner that does not answer is left alone after so many probes (1, 2, …)."""
    return min(timedelta(minutes=max(probes, 1)), _LONGEST_PROBE)
