"""What is tidied up about look-ups."""

from motcua.kernel import jobs
from motcua.portal import services


@jobs.app.periodic(cron="23 * * * *")
@jobs.app.task(name="motcua.forget_old_look_ups", queueing_lock="motcua.forget_old_look_ups")
def forget_old_look_ups(timestamp: int) -> None:
    """Forget counts of look-ups that no longer stop anybody."""
    del timestamp
    services.forget_old_tries()
