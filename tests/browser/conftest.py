"""Playwright keeps a loop of its own in this thread; Django would take it for asynchronous code."""

import os

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
