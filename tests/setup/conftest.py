"""The administrator at her desk: signed in, in the township of the samples."""

from __future__ import annotations

import re
from typing import Any
from uuid import uuid4

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.township import Township, _township_database, township  # noqa: F401


class Admin:
    """Opens pages and sends forms as a browser would: with the hidden fields the page gave."""

    def __init__(self, client: Client) -> None:
        self.client = client

    def opens(self, name: str, /, *args: Any, **query: str) -> str:
        response = self.client.get(reverse(f"setup:{name}", args=args), query)
        assert response.status_code == 200, (name, response.status_code, text_of(response)[:600])
        return text_of(response)

    def sends(self, name: str, /, *args: Any, **values: Any) -> Any:
        """Fill the form of a page with these values and send it; hidden fields come from the page."""
        address = reverse(f"setup:{name}", args=args)
        hidden = hidden_fields(text_of(self.client.get(address)))
        return self.client.post(address, {**hidden, **values})

    def again(self, name: str, /, *args: Any, **values: Any) -> Any:
        """Send without looking at the page first."""
        return self.client.post(reverse(f"setup:{name}", args=args), {"command_id": str(uuid4()), **values})


def text_of(response: HttpResponse) -> str:
    return response.content.decode()


def hidden_fields(page: str) -> dict[str, str]:
    """Names and values of hidden inputs of the page's form."""
    found = {}
    for tag in re.findall(r"<input[^>]*type=\"hidden\"[^>]*>", page):
        name = re.search(r"name=\"([^\"]+)\"", tag)
        value = re.search(r"value=\"([^\"]*)\"", tag)
        if name:
            found[name[1]] = value[1] if value else ""
    found.pop("csrfmiddlewaretoken", None)
    return found


@pytest.fixture
def admin(township: Township, client: Client) -> Admin:  # noqa: F811
    from motcua.offices.models import Person

    client.force_login(Person.objects.get(username="quantri"))
    client.cookies["motcua_language"] = "en"
    return Admin(client)
