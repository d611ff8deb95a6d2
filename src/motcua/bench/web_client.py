"""One client of the web benchmark: works dossiers through the pages as receptionist and as officer."""

from __future__ import annotations

import json
import re
import sys
import time
from http.client import HTTPConnection
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlencode, urljoin

from lxml import html

from motcua.scenarios.description import SAMPLE_PASSWORD

PROCEDURE = "Benchmark"


class Browser:
    """As much of a browser as it takes: cookies, redirects, forms."""

    def __init__(self, port: int) -> None:
        self.connection = HTTPConnection("127.0.0.1", port, timeout=30)
        self.cookies: SimpleCookie = SimpleCookie()
        self.url = "/"
        self.page: Any = html.fromstring("<html/>")
        self.seconds = 0.0

    def get(self, url: str) -> None:
        """Open a page; `seconds` then tells how long the answer took, redirects apart."""
        self._ask("GET", url, None)

    def submit(self, form: html.FormElement, to: str = "", **values: str) -> None:
        """Send a form as it stands, with some values changed; `to` another address than its own."""
        fields = [(name, value) for name, value in form.form_values() if name not in values]
        fields += list(values.items())
        self._ask("POST", urljoin(self.url, to or form.action or self.url), urlencode(fields))

    def form_with(self, name: str) -> html.FormElement:
        """The form of the page that has a field of that name. Raises LookupError."""
        for form in self.page.forms:
            if name in form.fields or form.xpath(f'.//button[@name="{name}"]'):
                return form
        raise LookupError(f"{self.url} has no form with {name}: {self.page.text_content()[:300]}")

    def _ask(self, method: str, url: str, body: str | None) -> None:
        headers = {"Cookie": "; ".join(f"{k}={v.value}" for k, v in self.cookies.items())}
        if body is not None:
            headers |= {"Content-Type": "application/x-www-form-urlencoded", "Referer": "http://127.0.0.1"}
        began = time.perf_counter()
        self.connection.request(method, url, body, headers)
        answer = self.connection.getresponse()
        content = answer.read()
        self.seconds = time.perf_counter() - began
        for header in answer.headers.get_all("Set-Cookie") or []:
            self.cookies.load(header)
        if answer.status in (301, 302, 303):
            taken = self.seconds
            self._ask("GET", urljoin(url, answer.headers["Location"]), None)
            self.seconds = taken
            return
        if answer.status >= 400:
            raise RuntimeError(f"{method} {url}: {answer.status} {content[:500]!r}")
        self.url, self.page = url, html.fromstring(content or b"<html/>")


def signed_in(port: int, username: str) -> Browser:
    """A browser in which that person has signed in."""
    browser = Browser(port)
    browser.get("/sign-in/")
    browser.submit(browser.form_with("username"), username=username, password=SAMPLE_PASSWORD)
    return browser


def work(port: int, turns: int) -> dict[str, list[float]]:
    """Seconds of every request, by what it does."""
    desk, officer = signed_in(port, "tiepnhan"), signed_in(port, "hotich")
    times: dict[str, list[float]] = {
        name: [] for name in ("empty page", "receive", "inbox", "open a dossier", "complete a task")
    }
    for turn in range(turns):
        desk.get("/healthz")
        times["empty page"].append(desk.seconds)
        desk.get(f"/counter/receive/?procedure_q={PROCEDURE}")
        form = desk.form_with("form_id")
        person = {"name": "Người Mẫu Đo", "id_number": f"099190{turn:06d}", "id_kind": "citizen_id"}
        desk.submit(form, act="receive", procedure=_procedure(desk), **person)
        times["receive"].append(desk.seconds)
        if "/dossiers/" not in desk.url:
            raise RuntimeError(f"not received: {desk.page.text_content()[:2000]}")
        dossier = re.findall("/dossiers/([0-9a-f-]{36})/", desk.url)[0]
        officer.get("/desk/")
        times["inbox"].append(officer.seconds)
        officer.get(f"/desk/dossiers/{dossier}/")
        times["open a dossier"].append(officer.seconds)
        officer.submit(officer.form_with("task_id"), act="complete")
        times["complete a task"].append(officer.seconds)
    return times


def _procedure(browser: Browser) -> str:
    """The id of the benchmark's procedure as the procedure box offers it."""
    form = browser.form_with("form_id")
    asking = Browser(0)
    asking.connection, asking.cookies, asking.url = browser.connection, browser.cookies, browser.url
    asking.submit(form, to="/counter/receive/procedures/", procedure_q=PROCEDURE)
    return str(asking.page.xpath("//@data-value")[0])


if __name__ == "__main__":
    print(json.dumps(work(int(sys.argv[1]), int(sys.argv[2]))))
