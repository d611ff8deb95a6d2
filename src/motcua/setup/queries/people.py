"""What the pages about people show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from motcua.kernel import time
from motcua.kernel.errors import N_, Refusal, Status
from motcua.kernel.search import fold
from motcua.offices.actors import Actor
from motcua.offices.lockout import locked_until
from motcua.offices.models import Membership, Person
from motcua.offices.names import ROLE_NAMES
from motcua.offices.pages import people
from motcua.offices.queries import given_name_key, within
from motcua.offices.roles import Role


@dataclass(frozen=True, slots=True)
class PersonLine:
    """Somebody in the list, with what they do now or later."""

    person: Person
    postings: tuple[Membership, ...]


@dataclass(frozen=True, slots=True)
class PersonPage:
    """One account: where it is posted, and until when sign-in is locked."""

    person: Person
    now: tuple[Membership, ...]
    past: tuple[Membership, ...]
    locked_until: datetime | None
    office_id: int | None  # where a posting of this person would be entered


def listed(actor: Actor, words: str, *, closed: bool = False) -> list[PersonLine]:
    """People the administrator may look at whose name, account or post has all the words."""
    rows = _closed(actor) if closed else people(actor)
    postings: dict[int, list[Membership]] = {}
    current = Membership.objects.filter(_lasting(time.today()), person__in=[row.pk for row in rows])
    for row in current.select_related("unit__office", "post"):
        postings.setdefault(row.person_id, []).append(row)
    wanted = fold(words).split()
    lines = [PersonLine(row, tuple(postings.get(row.pk, ()))) for row in rows]
    return [line for line in lines if all(word in _searched(line) for word in wanted)]


def person(actor: Actor, person_id: int) -> PersonPage:
    """One account. Refuses one that works only elsewhere, as if it did not exist."""
    row = Person.objects.filter(pk=person_id).first()
    postings = list(
        Membership.objects.filter(person_id=person_id)
        .select_related("unit__office", "post")
        .order_by("-valid_from")
    )
    seen = [posting for posting in postings if actor.administers(posting.unit.office.path)]
    if row is None or (postings and not seen):
        raise Refusal(
            "not_found",
            N_("There is no such person."),
            N_("Go back and choose one from the list."),
            status=Status.NOT_FOUND,
        )
    today = time.today()
    current = tuple(item for item in postings if item.valid_to is None or item.valid_to >= today)
    offices = [item.unit.office_id for item in seen] or sorted(actor.offices(Role.ADMINISTRATOR))
    return PersonPage(
        person=row,
        now=current,
        past=tuple(item for item in postings if item not in current),
        locked_until=locked_until(row.username),
        office_id=offices[0] if offices else None,
    )


def _closed(actor: Actor) -> list[Person]:
    inside = Membership.objects.filter(within(actor.paths(Role.ADMINISTRATOR), "unit__office__path"))
    every = Membership.objects.all()
    rows = Person.objects.filter(is_active=False).filter(
        Q(pk__in=inside.values("person")) | ~Q(pk__in=every.values("person"))
    )
    return sorted(rows, key=lambda row: given_name_key(row.full_name))


def _lasting(day: date) -> Q:
    return Q(valid_to=None) | Q(valid_to__gte=day)


def _searched(line: PersonLine) -> str:
    posts = (item.post.title if item.post else "" for item in line.postings)
    units = (item.unit.name for item in line.postings)
    roles = (
        str(ROLE_NAMES[Role(role)]) for item in line.postings for role in item.roles if role in set(Role)
    )
    return fold(" ".join([line.person.full_name, line.person.username, *posts, *units, *roles]))
