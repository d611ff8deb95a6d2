"""The pages in a real browser. Each module says with its fixture `office` what has happened there so far."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.township import Township, live_township

__all__ = ["live_township"]
expect.set_options(timeout=15_000)  # machines that run tests are busy

AXE = Path(__file__).parents[2] / "node_modules/axe-core/axe.min.js"

# Playwright keeps a loop of its own in this thread; Django would take it for asynchronous code.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


_OPEN = "for (const closed of document.querySelectorAll('main details')) closed.open = true"
_OVER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
_CHECK = """async () => (await axe.run(document, {resultTypes: ['violations'], iframes: false}))
  .violations.map(found => `${found.id}: ${found.nodes[0].html.slice(0, 160)}`)"""


def faults(page: Page) -> list[str]:
    """What keeps somebody from using the page, everything on it unfolded: what axe finds, and what sticks out."""
    page.evaluate(_OPEN)
    over: int = page.evaluate(_OVER)
    # The page's own policy forbids foreign scripts, so the checker comes in through the browser's back door.
    page.evaluate(AXE.read_text("utf-8"))
    found: list[str] = page.evaluate(_CHECK)
    return [*found, *([f"wider than the screen by {over}"] if over > 0 else [])]


@pytest.fixture
def address(office: Township) -> Iterator[str]:
    """The pages of that office, served."""
    from django.contrib.staticfiles.handlers import StaticFilesHandler
    from django.test.testcases import LiveServerThread

    thread = LiveServerThread("127.0.0.1", StaticFilesHandler)
    thread.daemon = True
    thread.start()
    thread.is_ready.wait()
    assert thread.error is None, thread.error
    yield f"http://127.0.0.1:{thread.port}"
    thread.terminate()


@pytest.fixture
def open_as(chromium: Browser, address: str) -> Iterator[Callable[..., Page]]:
    """A page opened by somebody of the office who is signed in."""
    contexts = []

    def open_page(username: str, path: str, width: int = 1366) -> Page:
        from django.test import Client

        from motcua.offices.models import Person

        client = Client()
        client.force_login(Person.objects.get(username=username))
        context = chromium.new_context(viewport={"width": width, "height": 850}, base_url=address)
        context.add_cookies(
            [{"name": name, "value": morsel.value, "url": address} for name, morsel in client.cookies.items()]
        )
        contexts.append(context)
        page = context.new_page()
        page.goto(path)
        return page

    yield open_page
    for context in contexts:
        context.close()
