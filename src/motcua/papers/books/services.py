"""Closing a register book: once, when its year is over, by the head of the desk (TT 01/2018 Art 10(2), R-156)."""

from __future__ import annotations

from uuid import UUID

from django.db import IntegrityError, transaction

from motcua.kernel import ids, time
from motcua.kernel.errors import N_, Refusal
from motcua.kernel.errors import Status as HttpStatus
from motcua.offices.actors import Actor
from motcua.offices.roles import Role
from motcua.papers import services
from motcua.papers.books import queries
from motcua.papers.builders.books import tracking_book_data
from motcua.papers.kinds import Form
from motcua.papers.models import ClosedBook, ClosedVolume


def close_book(group_id: int, year: int, actor: Actor, command_id: UUID) -> ClosedBook:
    """Close the book: count its entries, issue its volumes (M07) and keep them, in one transaction.

    Repeating it with the same `command_id` gives the book closed then. Refuses a year that is not over, a book
    closed already, and everybody but the head of the desk; then no number was used.
    """
    book = queries.book(group_id, year, actor)
    if book.closed is not None:
        return _repeated(book.closed, command_id)
    if not actor.has_in_office(Role.DESK_HEAD, book.office_id) or actor.person_id is None:
        raise Refusal(
            "only_the_desk_head",
            N_("The head of the desk closes the book."),
            N_("Ask the head of your desk."),
            status=HttpStatus.FORBIDDEN,
        )
    if not book.is_over:
        raise Refusal(
            "year_not_over",
            N_("The book of %(year)s can be closed when the year is over."),
            N_("Until then dossiers are still added to it. Print it without closing it."),
            params={"year": year},
        )
    entries, at = queries.size(group_id, year), time.now()
    try:
        with transaction.atomic():
            closed = ClosedBook.objects.create(
                id=command_id,
                office_id=book.office_id,
                field_group_id=group_id,
                year=year,
                entries=entries,
                closed_at=at,
                closed_by_id=actor.person_id,
            )
            for volume in range(1, queries.volumes_for(entries) + 1):
                data = tracking_book_data(group_id, year, closed_at=at, closed_by=actor.name, volume=volume)
                issued = services.issue(
                    book.office_id, Form.TRACKING_BOOK, data, actor, ids.uuid_for("books", command_id, volume)
                )
                ClosedVolume.objects.create(book=closed, volume=volume, paper_id=issued.id)
    except IntegrityError:
        known = queries.book(group_id, year, actor).closed
        if known is None:
            raise
        return _repeated(known, command_id)
    return closed


def _repeated(closed: ClosedBook, command_id: UUID) -> ClosedBook:
    """The same request again changes nothing; another one comes too late."""
    if closed.pk != command_id:
        raise Refusal(
            "book_closed",
            N_("This book is closed already."),
            N_("Its page shows who closed it, and its paper."),
            status=HttpStatus.STALE,
        )
    return closed
