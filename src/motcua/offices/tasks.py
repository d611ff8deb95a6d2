"""What is tidied up about sign-ins."""

from motcua.kernel import jobs
from motcua.offices import lockout


@jobs.app.periodic(cron="17 3 * * *")
@jobs.app.task(name="motcua.sweep_sign_in_attempts", queueing_lock="motcua.sweep_sign_in_attempts")
def sweep_sign_in_attempts(timestamp: int) -> None:
    """Forget failed sign-ins that no longer lock anything."""
    del timestamp
    lockout.sweep()
