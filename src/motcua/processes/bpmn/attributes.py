"""What a step means to the office: role, unit, time, action and status, from our attributes, lanes or other
tools' words.
"""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

from lxml import etree

from motcua.processes.bpmn import xml
from motcua.processes.bpmn.document import Document
from motcua.processes.bpmn.model import Work
from motcua.processes.errors import Problem

ROLES = frozenset(
    [
        "receptionist",
        "case_officer",
        "head_of_unit",
        "signing_leader",
        "clerk",
        "desk_head",
        "supervisor",
        "administrator",
        "citizen",
        "tax",
    ]
)
UNITS = frozenset({"desk", "division", "leadership", "clerk"})
# At which office of the dossier's route a step is done. Empty: the competent office, and the receiving one for its
# desk. "level:province": the office of that level above (or that is) the competent, else the receiving office.
# "office:H49.20": the office with that identifier.
OFFICE = re.compile(r"receiving|competent|level:[a-z_]{1,50}|office:[\w.-]{1,35}")
STATUSES = frozenset(
    [
        "draft",
        "submitted",
        "supplement_before_reception",
        "refused_at_reception",
        "received",
        "in_transfer",
        "in_processing",
        "in_consultation",
        "at_other_agency",
        "supplement_in_processing",
        "waiting_financial_duty",
        "suspended",
        "withdrawal_requested",
        "stopped",
        "withdrawn",
        "refused_after_appraisal",
        "result_ready",
        "in_post",
        "returned",
        "closed_no_supplement",
    ]
)
STATUS_OF_ACTION = {
    "receive": "received",
    "assign": "in_processing",
    "examine": "in_processing",
    "review": "in_processing",
    "sign": "in_processing",
    "clerk": "in_processing",
    "council": "in_processing",
    "consult": "in_consultation",
    "tax": "waiting_financial_duty",
    "return": "result_ready",
}
_ACTION_OF_ROLE = {"tax": "tax"}
_MINUTES = {"wh": 60, "wd": 480, "cd": 480, "min": 1}
_TIME = re.compile(r"(\d{1,6}(?:\.\d{1,4})?)\s*(wh|wd|cd|min)")

# lane titles seen in the decisions of provinces, folded (no diacritics, lower case)
_TITLES = {
    "tiep nhan": ("receptionist", "desk"),
    "mot cua": ("receptionist", "desk"),
    "tra ket qua": ("receptionist", "desk"),
    "truong phong": ("head_of_unit", "division"),
    "pho truong phong": ("head_of_unit", "division"),
    "lanh dao phong": ("head_of_unit", "division"),
    "chuyen vien": ("case_officer", "division"),
    "can bo": ("case_officer", "division"),
    "cong chuc chuyen mon": ("case_officer", "division"),
    "lanh dao": ("signing_leader", "leadership"),
    "chu tich": ("signing_leader", "leadership"),
    "giam doc": ("signing_leader", "leadership"),
    "van thu": ("clerk", "clerk"),
    "co quan thue": ("tax", ""),
    "cong dan": ("citizen", ""),
    "nguoi nop": ("citizen", ""),
}
UNIT_OF_ROLE = {
    "receptionist": "desk",
    "desk_head": "desk",
    "case_officer": "division",
    "head_of_unit": "division",
    "signing_leader": "leadership",
    "clerk": "clerk",
}


def minutes(text: str) -> int:
    """``4wh`` → 240, ``0.5wd`` → 240, ``3cd`` → 1440, ``30`` or ``30min`` → 30 (1 wd = 8 wh); raises
    ValueError.

    A calendar day counts as one nominal working day in the sum of a process.
    """
    bare = text.strip().lower()
    if re.fullmatch(r"\d{1,7}", bare):
        return int(bare)
    match = _TIME.fullmatch(bare)
    if match is None:
        raise ValueError(f"«{text}» is not a time such as 4wh, 0.5wd or 3cd")
    total = Decimal(match[1]) * _MINUTES[match[2]]
    if total != total.to_integral_value():
        raise ValueError(f"«{text}» is not a whole number of minutes")
    return int(total)


def fold(text: str) -> str:
    """Lower case without diacritics; đ becomes d."""
    plain = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    return " ".join("".join(c for c in plain if not unicodedata.combining(c)).split())


def role_from_title(title: str) -> tuple[str, str]:
    """Role and unit told by the title of a lane or a candidate group; empty when it tells none."""
    key = fold(title).replace("-", "_").replace(" ", "_")
    if key in ROLES:
        return key, UNIT_OF_ROLE.get(key, "")
    folded = fold(title)
    for words, meaning in _TITLES.items():
        if words in folded:
            return meaning
    return "", ""


def lanes_of(doc: Document) -> dict[str, etree._Element]:
    """Which innermost lane each flow node stands in."""
    found: dict[str, etree._Element] = {}
    for lane in doc.root.iter(xml.tag("lane")):
        for reference in xml.children(lane, "flowNodeRef"):
            found[xml.bare(reference.text)] = lane
    return found


def work_of(doc: Document, node: etree._Element, lanes: dict[str, etree._Element]) -> Work:
    """Role, unit, time, action and status of a task; a task inside a sub-process takes the sub-process's
    lane.
    """
    role, unit, office = _own(node, "role"), _own(node, "unit"), _own(node, "office")
    for place in _places(doc, node, lanes):
        office = office or _own(place, "office")
        if role:
            break
        role = _own(place, "role")
        unit = unit or _own(place, "unit")
        if not role:
            role, told = role_from_title(place.get("name") or "")
            unit = unit or told
    if not role:
        role, told = _candidates(node)
        unit = unit or told
    action = _own(node, "action") or _ACTION_OF_ROLE.get(role, "")
    time = _own(node, "minutes") or _own(node, "time")
    return Work(
        role=role,
        unit=unit or UNIT_OF_ROLE.get(role, ""),
        minutes=minutes(time) if time else None,
        action=action,
        status=_own(node, "status") or STATUS_OF_ACTION.get(action, ""),
        time=time,
        office=office,
    )


def _own(element: etree._Element, name: str) -> str:
    return xml.attribute(element, name, xml.MOTCUA)


def _places(doc: Document, node: etree._Element, lanes: dict[str, etree._Element]) -> list[etree._Element]:
    here: etree._Element | None = node
    while here is not None:
        lane = lanes.get((here.get("id") or "").strip())
        if lane is not None:
            return [lane, *(a for a in lane.iterancestors(xml.tag("lane")))]
        here = doc.scope_of(here)
    return []


def _candidates(node: etree._Element) -> tuple[str, str]:
    told = [
        xml.attribute(node, name, xml.CAMUNDA, xml.FLOWABLE, xml.ACTIVITI)
        for name in ("candidateGroups", "assignee", "candidateUsers")
    ]
    extensions = xml.child(node, "extensionElements")
    zeebe = None if extensions is None else extensions.find(f"{{{xml.ZEEBE}}}assignmentDefinition")
    if zeebe is not None:
        told += [zeebe.get("candidateGroups") or "", zeebe.get("assignee") or ""]
    told += [xml.text(owner) for owner in xml.children(node, "potentialOwner", "humanPerformer", "performer")]
    for group in (part for text in told for part in text.split(",")):
        role, unit = role_from_title(group)
        if role:
            return role, unit
    return "", ""


def work_problems(doc: Document, node: etree._Element) -> list[Problem]:
    """Our own attributes say only what we know."""
    found: list[Problem] = []
    role, status = _own(node, "role"), _own(node, "status")
    if role and role not in ROLES:
        found.append(
            doc.problem(
                "role", node, f"the role «{role}» is not known; use one of {', '.join(sorted(ROLES))}"
            )
        )
    if status and status not in STATUSES:
        found.append(doc.problem("status", node, f"the status «{status}» is not known"))
    if _own(node, "office") and not OFFICE.fullmatch(_own(node, "office")):
        said = "the office is not known; use receiving, competent, level:province or office:<identifier>"
        found.append(doc.problem("office", node, said))
    for name in ("minutes", "time"):
        try:
            if _own(node, name):
                minutes(_own(node, name))
        except ValueError as error:
            found.append(doc.problem("time", node, str(error)))
    return found
