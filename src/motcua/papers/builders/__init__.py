"""The content of papers read from dossiers and their ledgers; nothing of it is typed again. Reads only."""

from motcua.papers.builders.between import between_offices_data
from motcua.papers.builders.books import hand_over_list_data, tracking_book_data
from motcua.papers.builders.citizen import (
    apology_data,
    receipt_data,
    refusal_data,
    stop_notice_data,
    supplement_data,
)
from motcua.papers.builders.control import control_rows, control_sheet_data
from motcua.papers.builders.occasion import data_for, money_of
from motcua.papers.builders.transfer import transfer_slip_data

__all__ = [
    "apology_data",
    "between_offices_data",
    "control_rows",
    "control_sheet_data",
    "data_for",
    "hand_over_list_data",
    "money_of",
    "receipt_data",
    "refusal_data",
    "stop_notice_data",
    "supplement_data",
    "tracking_book_data",
    "transfer_slip_data",
]
