"""A real browser with our built scripts, and a make-believe server that answers what each test says."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Page, Route, expect

import motcua

expect.set_options(timeout=15_000)  # machines that run tests are busy

DIST = Path(motcua.__file__).parent / "static/dist"
HOST = "http://office.test"
FRAME = """<!doctype html><html lang="vi"><head><meta charset="utf-8"><title>Trang thử</title>
<meta name="csrf-token" content="token-of-the-page"><link rel="stylesheet" href="/dist/app.css">
<script src="/dist/app.js" defer></script></head><body data-sign-in="/sign-in"><main id="content">
<div class="messages" id="messages"></div>{}</main><div id="announcer" role="status"></div>
<template id="ui-text" data-session-ended="Phiên đã hết." data-sign-in="Đăng nhập lại"
 data-server-error="Có lỗi."
 data-offline="Mất kết nối." data-results="kết quả"></template></body></html>"""


def stop_the_clock(page: Page) -> None:
    """From now on the page's own clock, which must be installed, goes on only when told to."""
    page.clock.pause_at(page.evaluate("Date.now()") / 1000 + 20)  # ahead: it runs until this is heard


class Office:
    """The server of a test: `answers` by path; `asked` remembers every request that is not a file."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.answers: dict[str, Callable[[Route], None]] = {}
        self.asked: list[tuple[str, str, dict[str, list[str]], dict[str, str]]] = []
        page.route("**/*", self._answer)

    def says(self, path: str, body: str, status: int = 200) -> None:
        """Answer `path` with this HTML."""
        self.answers[path] = lambda route: route.fulfill(
            status=status, body=body, content_type="text/html; charset=utf-8"
        )

    def opens(self, body: str) -> Page:
        """Open a page with this content."""
        self.says("/page", FRAME.format(body))
        self.page.goto(f"{HOST}/page")
        self.page.wait_for_function("window.htmx !== undefined")
        self.asked.clear()
        return self.page

    def _answer(self, route: Route) -> None:
        request = route.request
        parts = urlsplit(request.url)
        if parts.path.startswith("/dist/"):
            route.fulfill(path=str(DIST / parts.path.removeprefix("/dist/")))
            return
        fields = parse_qs(request.post_data or parts.query)
        self.asked.append((request.method, parts.path, fields, request.headers))
        if parts.path in self.answers:
            self.answers[parts.path](route)
        else:
            route.fulfill(status=404, body="")


@pytest.fixture
def office(chromium: Browser) -> Iterator[Office]:
    page = chromium.new_page()
    page.set_default_timeout(15_000)
    yield Office(page)
    page.close()
