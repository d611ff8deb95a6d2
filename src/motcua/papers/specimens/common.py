"""Filled-in papers about nobody: for previews, benchmarks and tests."""

from __future__ import annotations

from datetime import UTC, datetime

from motcua.papers.words import VIETNAM

CODE = "H99.20.1-260302-0007"
NAME = "Nguyễn Thị Mẫu Đào"
DESK = "Bộ phận Tiếp nhận và Trả kết quả xã An Mẫu"
UNIT = "Tư pháp - Hộ tịch"
PROCEDURE = "Thủ tục cấp bản sao trích lục hộ tịch"
ADDRESS, PHONE, EMAIL = "Tổ 3, xã An Mẫu", "0900 000 007", "dao@mau.example"


def at(text: str) -> datetime:
    """An instant of the office's clock: "2026-03-02 09:00"."""
    return datetime.fromisoformat(text).replace(tzinfo=VIETNAM).astimezone(UTC)
