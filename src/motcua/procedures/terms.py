"""What a dossier needs to know of its procedure version. Pure values; published versions never change."""

from dataclasses import dataclass

from motcua.calendars.worktime import Terms


@dataclass(frozen=True, slots=True)
class VariantTerms:
    """A case ("trường hợp") with a limit of its own, if it has one."""

    id: int
    name: str
    legal: Terms | None = None


@dataclass(frozen=True, slots=True)
class DocumentTerms:
    """A paper asked for; `obligatory` is false when it is asked only under a condition."""

    id: int
    name: str
    originals: int
    copies: int
    obligatory: bool
    case_variant_id: int | None = None


@dataclass(frozen=True, slots=True)
class ProcedureTerms:
    """The pinned facts of one procedure version."""

    id: int
    code: str
    name: str
    field_code: str
    legal: Terms | None
    committed: Terms | None
    process_version_id: int
    channels: tuple[str, ...]
    case_variants: tuple[VariantTerms, ...] = ()
    documents: tuple[DocumentTerms, ...] = ()
    same_day: bool = False
    desk_field: str = ""  # of a group: the field of its first part, by which the desk finds the office
    segments: tuple[Terms, ...] = ()  # appointments (Hẹn 1, Hẹn 2) with the tax office's time between them
