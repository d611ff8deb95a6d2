"""Made-up applicants. Pure."""

from __future__ import annotations

import random
from dataclasses import dataclass

_FAMILY = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Đặng", "Bùi", "Đỗ", "Nông", "Lộc", "Ma")
_MIDDLE = ("Văn", "Thị", "Đức", "Minh", "Thanh", "Ngọc")
_GIVEN = (
    "An",
    "Bảo",
    "Cường",
    "Diệp",
    "Đông",
    "Giang",
    "Hạnh",
    "Khôi",
    "Liên",
    "Nhung",
    "Phượng",
    "Quỳnh",
    "Sơn",
    "Thảo",
    "Uyên",
    "Vượng",
    "Yến",
)


@dataclass(frozen=True, slots=True)
class SamplePerson:
    """A made-up applicant; the middle word "Mẫu" says so."""

    name: str
    id_number: str
    phone: str
    address: str


def sample_person(draw: random.Random, place: str) -> SamplePerson:
    """A person who does not exist, with an identity number of a province that does not exist (099)."""
    name = f"{draw.choice(_FAMILY)} {draw.choice(_MIDDLE)} Mẫu {draw.choice(_GIVEN)}"
    serial = draw.randrange(10**6)
    return SamplePerson(
        name=name,
        id_number=f"0991{draw.randrange(60, 99)}{serial:06d}",
        phone=f"0900{serial:06d}",
        address=f"Tổ {draw.randrange(1, 18)}, {place}",
    )
