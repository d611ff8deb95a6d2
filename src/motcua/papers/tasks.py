"""What the worker does for papers."""

from uuid import UUID

from motcua.kernel import jobs
from motcua.papers import following, signatures


@jobs.task(signatures.SIGN_TASK)
def sign_paper(paper_id: str) -> None:
    """Sign one paper; when key or authority do not answer, the periodic job comes back to it."""
    signatures.sign_paper(UUID(paper_id))


@jobs.app.periodic(cron="* * * * *")
@jobs.app.task(name="motcua.sign_waiting_papers", queueing_lock="motcua.sign_waiting_papers")
def sign_waiting_papers(timestamp: int) -> None:
    """Catch up after an outage of the time-stamp authority or the token."""
    del timestamp
    signatures.sign_waiting()


@jobs.app.periodic(cron="* * * * *")
@jobs.app.task(name="motcua.draw_papers", queueing_lock="motcua.draw_papers")
def draw_papers(timestamp: int) -> None:
    """Issue every paper that the ledgers call for."""
    del timestamp
    following.follow()
