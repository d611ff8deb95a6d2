"""Reads of the catalogue: one function, one screen's data."""

from motcua.procedures.queries.finding import catalogue, fields, search
from motcua.procedures.queries.pinned import terms, version_in_force, versions_in_force
from motcua.procedures.queries.posting import changes, last_change, postings, to_post
from motcua.procedures.queries.sheets import drafts, fee_rows, procedure_sheet, versions

__all__ = [
    "catalogue",
    "changes",
    "drafts",
    "fee_rows",
    "fields",
    "last_change",
    "postings",
    "procedure_sheet",
    "search",
    "terms",
    "to_post",
    "version_in_force",
    "versions",
    "versions_in_force",
]
