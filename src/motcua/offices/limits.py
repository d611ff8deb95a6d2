"""How many wrong passwords lock what, and for how long. Imports no Django: the settings page lists it."""

from motcua.kernel.settings import config

MINUTES = config(
    "MOTCUA_LOCKOUT_MINUTES",
    15,
    "Minutes for which an account is locked after too many wrong passwords; twice as long after each more.",
    group="Security",
)
ACCOUNT_LIMIT = config(
    "MOTCUA_LOCKOUT_FAILURES",
    5,
    "Wrong passwords in a row after which an account is locked.",
    group="Security",
)
ADDRESS_LIMIT = config(
    "MOTCUA_LOCKOUT_ADDRESS_FAILURES",
    50,
    "Wrong passwords in a row after which an address is locked; an office often shares one address.",
    group="Security",
)
