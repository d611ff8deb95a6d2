"""What the setup pages call things: times of steps, actions, trust marks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from motcua.kernel import formats
from motcua.offices.identifiers import office_identifiers
from motcua.offices.names import ROLE_NAMES, UNIT_KIND_NAMES
from motcua.offices.roles import Role

ACTION_WORDS: Mapping[str, Promise] = {
    "receive": gettext_lazy("Receive"),
    "assign": gettext_lazy("Assign"),
    "examine": gettext_lazy("Examine"),
    "review": gettext_lazy("Review"),
    "consult": gettext_lazy("Ask for an opinion"),
    "council": gettext_lazy("Council meeting"),
    "tax": gettext_lazy("Financial duty"),
    "sign": gettext_lazy("Sign and decide"),
    "clerk": gettext_lazy("Number and seal"),
    "return": gettext_lazy("Hand over the result"),
}
OUTSIDE_ROLES: Mapping[str, Promise] = {
    "citizen": gettext_lazy("Applicant"),
    "tax": gettext_lazy("Tax office"),
}
RECORD_WORDS: Mapping[str, Promise] = {
    "asked": gettext_lazy("asked for approval"),
    "declined": gettext_lazy("sent back"),
    "approved": gettext_lazy("approved and published"),
    "alone": gettext_lazy("published without a second person"),
    "withdrawn": gettext_lazy("withdrawn"),
}
TRUST_WORDS: Mapping[str, Promise] = {
    "law": gettext_lazy("read in the text"),
    "practice": gettext_lazy("seen in practice"),
    "unverified": gettext_lazy("not verified"),
    "convention": gettext_lazy("convention of the program"),
}
_TRUST_TONES = {"law": "good", "practice": "accent", "unverified": "warn"}
_DAY = 480


def work_time(minutes: int | None) -> str:
    """Working minutes as people say them: "2 working days 3 working hours"; a dash when not counted."""
    if minutes is None:
        return "–"
    days, rest = divmod(minutes, _DAY)
    hours, left = divmod(rest, 60)
    if rest and rest % 240 == 0 and (days or rest == 240):
        half = formats.number(days) + ("," if formats.vietnamese() else ".") + "5"
        return _("%(days)s working days") % {"days": half}
    parts = []
    if days:
        parts.append(ngettext("%(n)d working day", "%(n)d working days", days) % {"n": days})
    if hours:
        parts.append(ngettext("%(n)d hour", "%(n)d hours", hours) % {"n": hours})
    if left or not parts:
        parts.append(ngettext("%(n)d minute", "%(n)d minutes", left) % {"n": left})
    return " ".join(parts)


def role_choices() -> list[tuple[str, Promise | str]]:
    """Who a step can be given to, for pick lists."""
    return [*((role.value, name) for role, name in ROLE_NAMES.items()), *OUTSIDE_ROLES.items()]


PLACE_WORDS: Mapping[str, Promise] = {
    "": gettext_lazy("the dossier's own office"),
    "receiving": gettext_lazy("the receiving office"),
    "competent": gettext_lazy("the competent office"),
    "level:commune": gettext_lazy("the commune"),
    "level:district": gettext_lazy("the district"),
    "level:province": gettext_lazy("the province"),
    "level:ministry": gettext_lazy("the ministry"),
    "level:facility": gettext_lazy("the facility"),
}


def place_choices(present: Iterable[str] = ()) -> list[tuple[str, Promise | str]]:
    """At which office of the route a step can be done, for pick lists; those chosen already are always among them."""
    named = {f"office:{code}": f"{name} ({code})" for code, name in office_identifiers().items()}
    others = {place: place_words(place) for place in present if place not in PLACE_WORDS}
    return [*PLACE_WORDS.items(), *(named | others).items()]


def place_words(office: str) -> str:
    """At which office of the route a step is done, by name; empty for the dossier's own."""
    if not office or office in PLACE_WORDS:
        return str(PLACE_WORDS[office]) if office else ""
    code = office.removeprefix("office:")
    name = office_identifiers([code]).get(code)
    return f"{name} ({code})" if name else code


def unit_choices() -> list[tuple[str, Promise | str]]:
    """Kinds of units that steps are done in, for pick lists."""
    return [(kind.value, name) for kind, name in UNIT_KIND_NAMES.items()]


def action_words(action: str) -> str:
    """What is done in a step."""
    return str(ACTION_WORDS.get(action, action)) or "–"


def role_words(role: str) -> str:
    """Who does a step."""
    if role in set(Role):
        return str(ROLE_NAMES[Role(role)])
    return str(OUTSIDE_ROLES.get(role, role)) or "–"


FATES: Mapping[str, tuple[Promise, str]] = {
    "new": (gettext_lazy("new"), "good"),
    "changed": (gettext_lazy("changed, with a new version"), "accent"),
    "unchanged": (gettext_lazy("unchanged"), "plain"),
    "known": (gettext_lazy("here already"), "plain"),
    "ended": (gettext_lazy("here already, get their last day"), "accent"),
    "conflict": (gettext_lazy("in conflict"), "bad"),
}


def fate_words(fate: str) -> str:
    """What became of a record of an import."""
    return str(FATES[fate][0])


def fate_tone(fate: str) -> str:
    """The tone of that."""
    return FATES[fate][1]


def record_words(act: str) -> str:
    """What was done with a version of a process."""
    return str(RECORD_WORDS.get(act, act))


def trust_words(trust: str) -> str:
    """How far a value can be relied on."""
    return str(TRUST_WORDS.get(trust, trust))


def trust_tone(trust: str) -> str:
    """The tone of that mark."""
    return _TRUST_TONES.get(trust, "calm")
