"""Writes of the catalogue: one function, one transaction."""

from motcua.procedures.services.editing import (
    check_draft,
    content,
    copy_procedure,
    discard_draft,
    new_procedure,
    publish,
    save_draft,
    start_draft,
    use_process,
    use_standard_process,
    withdraw,
)
from motcua.procedures.services.exchanging import ExchangeReport, export_catalogue, import_exchange
from motcua.procedures.services.importing import ImportReport, import_catalogue

__all__ = [
    "ExchangeReport",
    "ImportReport",
    "check_draft",
    "content",
    "copy_procedure",
    "discard_draft",
    "export_catalogue",
    "import_catalogue",
    "import_exchange",
    "new_procedure",
    "publish",
    "save_draft",
    "start_draft",
    "use_process",
    "use_standard_process",
    "withdraw",
]
