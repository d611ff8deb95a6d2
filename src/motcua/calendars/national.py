"""National holidays and swapped days of Việt Nam by year, as dated overrides.

Seed: the `holidays` package (BLLĐ 45/2019/QH14 Art 112, Art 111(3) and the codes before it). Authority: the
table below, typed from the yearly announcements; it wins day by day, because a swap announced late is missing
in every package.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Final

import holidays

from motcua.calendars.instants import TimeError
from motcua.calendars.office_hours import DayKind, DayOverride

# The holiday table of these years is announced; a date that touches a later year is provisional.
ANNOUNCED_THROUGH: Final = 2026
FIRST_YEAR: Final = 1995  # since then the package knows the days given for holidays on a rest day
LAST_YEAR: Final = 2100  # its lunar calendar ends here

NEW_YEAR: Final = "Tết Dương lịch"
TET: Final = "Tết Âm lịch"
KINGS: Final = "Giỗ Tổ Hùng Vương"
VICTORY: Final = "Ngày Chiến thắng"
LABOUR: Final = "Ngày Quốc tế Lao động"
NATIONAL_DAY: Final = "Quốc khánh"
CULTURE: Final = "Ngày Văn hóa Việt Nam"

LABOUR_CODE: Final = "BLLĐ 45/2019/QH14, Điều 112"
SWAP_2024: Final = "2450/VPCP-KGVX"
DAYS_2025: Final = "6150/TB-BLĐTBXH"
SWAP_JANUARY_2026: Final = "12729/VPCP-KGVX ngày 25/12/2025"
DAYS_2026: Final = "9859/VPCP-KGVX"


def _off(
    days: str, name: str, decision: str = LABOUR_CODE, trust: str = "practice"
) -> tuple[DayOverride, ...]:
    return tuple(
        DayOverride(date.fromisoformat(day), DayKind.OFF, None, name, decision, trust) for day in days.split()
    )


def _swap(off: str, worked: str, decision: str) -> tuple[DayOverride, ...]:
    away, back = date.fromisoformat(off), date.fromisoformat(worked)
    return (
        DayOverride(away, DayKind.OFF, None, f"Nghỉ hoán đổi, làm bù ngày {back:%d/%m/%Y}", decision),
        DayOverride(back, DayKind.WORKED, None, f"Làm bù cho ngày {away:%d/%m/%Y}", decision),
    )


# For these years the table is complete: it replaces the package's answer, not only adds to it.
TABLE: Final[dict[int, tuple[DayOverride, ...]]] = {
    2024: (
        *_off("2024-01-01", NEW_YEAR, trust="law"),
        *_off("2024-02-08 2024-02-09 2024-02-10 2024-02-11 2024-02-12 2024-02-13 2024-02-14", TET),
        *_off("2024-04-18", KINGS),
        *_swap("2024-04-29", "2024-05-04", SWAP_2024),
        *_off("2024-04-30", VICTORY, trust="law"),
        *_off("2024-05-01", LABOUR, trust="law"),
        *_off("2024-09-02", NATIONAL_DAY, trust="law"),
        *_off("2024-09-03", NATIONAL_DAY),
    ),
    2025: (
        *_off("2025-01-01", NEW_YEAR, trust="law"),
        *_off("2025-01-27 2025-01-28 2025-01-29 2025-01-30 2025-01-31 2025-02-01", TET, DAYS_2025),
        *_off("2025-04-07", KINGS),
        *_off("2025-04-30", VICTORY, trust="law"),
        *_off("2025-05-01", LABOUR, trust="law"),
        *_swap("2025-05-02", "2025-04-26", DAYS_2025),
        *_off("2025-09-01", NATIONAL_DAY),
        *_off("2025-09-02", NATIONAL_DAY, trust="law"),
    ),
    2026: (
        *_off("2026-01-01", NEW_YEAR, trust="law"),
        *_swap("2026-01-02", "2026-01-10", SWAP_JANUARY_2026),
        *_off("2026-02-16 2026-02-17 2026-02-18 2026-02-19 2026-02-20", TET, DAYS_2026),
        *_off("2026-04-26 2026-04-27", KINGS),
        *_off("2026-04-30", VICTORY, trust="law"),
        *_off("2026-05-01", LABOUR, trust="law"),
        *_swap("2026-08-31", "2026-08-22", DAYS_2026),
        *_off("2026-09-01", NATIONAL_DAY, DAYS_2026),
        *_off("2026-09-02", NATIONAL_DAY, trust="law"),
        *_off("2026-11-24", CULTURE, "", trust="unverified"),
    ),
    2027: (
        *_off("2027-01-01", NEW_YEAR, trust="law"),
        *_off(
            "2027-02-04 2027-02-05 2027-02-06 2027-02-07 2027-02-08 2027-02-09 2027-02-10",
            TET,
            trust="unverified",
        ),
        *_off("2027-04-16", KINGS, trust="unverified"),
        *_off("2027-04-30", VICTORY, trust="law"),
        *_off("2027-05-01 2027-05-03", LABOUR, trust="law"),
        *_off("2027-09-02", NATIONAL_DAY, trust="law"),
        *_off("2027-09-03", NATIONAL_DAY, trust="unverified"),
        *_off("2027-11-24", CULTURE, "", trust="unverified"),
    ),
}


def national_days(year: int, without: Collection[date] = ()) -> list[DayOverride]:
    """Days off and make-up days of a year, in order. `without` switches off unconfirmed days.

    Days on a weekend are listed too: they matter to offices that work then. Raises E_RANGE outside 1995 to
    2100.
    """
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise TimeError(
            "E_RANGE", f"The national holidays are known from {FIRST_YEAR} to {LAST_YEAR}, not for {year}."
        )
    days = TABLE.get(year) or _from_package(year)
    return sorted((day for day in days if day.date not in without), key=lambda day: day.date)


def is_announced(year: int) -> bool:
    """Whether the holidays of a year are announced; if not, dates that touch it are provisional."""
    return year <= ANNOUNCED_THROUGH


def _from_package(year: int) -> tuple[DayOverride, ...]:
    # A swap at the turn of the year is worked in the year after or before: look at the neighbours too.
    known = holidays.country_holidays("VN", years=(year - 1, year, year + 1), language="vi")
    trust = "practice" if is_announced(year) else "unverified"
    off = [
        DayOverride(day, DayKind.OFF, None, _plain(str(name)), "", trust)
        for day, name in known.items()
        if day.year == year
    ]
    worked = [
        DayOverride(day, DayKind.WORKED, None, "Làm bù", "", trust)
        for day in known.weekend_workdays
        if day.year == year
    ]
    return (*off, *worked)


def _plain(name: str) -> str:
    """One name per holiday: the package numbers the days of Tết and marks days given instead."""
    if "Tết" in name and not name.startswith(NEW_YEAR):
        return TET
    plain = name.partition(" (nghỉ bù")[0]
    return KINGS if KINGS in plain else plain
