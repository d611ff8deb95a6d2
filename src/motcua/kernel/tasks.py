"""Where the job queue looks for the kernel's tasks."""

from motcua.kernel import jobs

__all__ = ["jobs"]
