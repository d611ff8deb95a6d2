"""The closed list of roles that people hold in units (glossary: people and organisations)."""

from enum import StrEnum


class Role(StrEnum):
    """What a member of a unit may do there."""

    RECEPTIONIST = "receptionist"  # người tiếp nhận
    CASE_OFFICER = "case_officer"  # chuyên viên, người thụ lý
    HEAD_OF_UNIT = "head_of_unit"  # lãnh đạo phòng
    SIGNING_LEADER = "signing_leader"  # lãnh đạo ký duyệt
    CLERK = "clerk"  # văn thư
    DESK_HEAD = "desk_head"  # người đứng đầu bộ phận một cửa
    SUPERVISOR = "supervisor"  # giám sát
    ADMINISTRATOR = "administrator"  # quản trị


DESK_ROLES = (Role.RECEPTIONIST, Role.DESK_HEAD)  # who speaks with citizens at a one-stop desk


class UnitKind(StrEnum):
    """The part a unit plays; processes name the part, the office says which unit plays it."""

    DESK = "desk"  # bộ phận một cửa
    DIVISION = "division"  # phòng chuyên môn
    LEADERSHIP = "leadership"  # lãnh đạo
    CLERK = "clerk"  # văn thư
