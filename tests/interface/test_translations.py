"""The tool that keeps the Vietnamese interface complete."""

from __future__ import annotations

import gettext
import io
from pathlib import Path

import pytest

from motcua.kernel import translations
from motcua.kernel.msgids import (
    TranslationError,
    messages_in_python,
    messages_in_template,
    messages_of_package,
)

PAGE = """{% load i18n %}<a title="{% translate 'Open' %}">{% blocktranslate trimmed count n=n with who=x %}
  One dossier of {{ who }}
{% plural %}
  {{ n }} dossiers of {{ who }}
{% endblocktranslate %}</a>{% firstof a _("Nobody (yet)") %}{% translate "May" context "month" %}"""
CODE = """
title = _("Receive")
lazy = gettext_lazy("Receive " "again")
many = ngettext("%(count)d day", "%(count)d days", n)
refusal = Refusal("late", N_("Too late."))
ignored = _(variable)
"""


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A little package of its own, with an empty catalogue."""
    (tmp_path / "views.py").write_text(CODE)
    (tmp_path / "page.html").write_text(PAGE)
    monkeypatch.setattr(translations, "CATALOGUE", tmp_path / "locale/vi/LC_MESSAGES/django.po")
    monkeypatch.setattr(translations, "messages_of_package", lambda: messages_of_package(tmp_path))
    return tmp_path


def test_messages_of_a_template_are_found() -> None:
    found = {(m.msgid, m.plural, m.context) for m in messages_in_template(PAGE, "page.html")}
    assert found == {
        ("Open", "", ""),
        ("One dossier of %(who)s", "%(n)s dossiers of %(who)s", ""),
        ("Nobody (yet)", "", ""),
        ("May", "", "month"),
    }


def test_messages_of_python_are_found() -> None:
    found = {(m.msgid, m.plural) for m in messages_in_python(CODE, "views.py")}
    assert found == {
        ("Receive", ""),
        ("Receive again", ""),
        ("%(count)d day", "%(count)d days"),
        ("Too late.", ""),
    }


def test_an_f_string_is_refused_with_its_line() -> None:
    with pytest.raises(TranslationError, match=r"views.py:2: an f-string"):
        list(messages_in_python('\nx = _(f"Hello {name}")', "views.py"))


def test_a_catalogue_is_complete_only_when_every_message_is_answered(room: Path) -> None:
    assert translations.extract() == (8, 0)
    assert len(translations.problems()) == 8
    answers = (
        "Open\tMở\nOne dossier of %(who)s\t%(n)s hồ sơ của %(who)s\nNobody (yet)\tChưa có ai\nMay\tTháng 5\n"
        "Receive\tTiếp nhận\nReceive again\tTiếp nhận lại\n"
        "%(count)d day\t%(count)d ngày\nToo late.\tQuá muộn.\n"
    )
    assert translations.fill(io.StringIO(answers)) == (8, [])
    assert translations.problems() == []
    with translations.compile_catalogue().open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    assert compiled.gettext("Open") == "Mở"
    assert compiled.ngettext("%(count)d day", "%(count)d days", 5) == "%(count)d ngày"
    assert compiled.pgettext("month", "May") == "Tháng 5"


def test_a_lost_or_invented_place_is_a_problem(room: Path) -> None:
    translations.extract()
    translations.fill(
        io.StringIO("%(count)d day\tvài ngày\nOne dossier of %(who)s\t%(n)s hồ sơ của %(ai)s\n")
    )
    said = "\n".join(translations.problems())
    assert "lacks %(count)d" in said
    assert "has %(ai)s, which the English has not" in said


def test_extracting_twice_changes_nothing_and_keeps_what_was_translated(room: Path) -> None:
    translations.extract()
    translations.fill(io.StringIO("Open\tMở\n"))
    first = translations.CATALOGUE.read_text()
    assert translations.extract() == (0, 0)
    assert translations.CATALOGUE.read_text() == first


def test_an_unused_message_stays_until_it_is_pruned(room: Path) -> None:
    translations.extract()
    (room / "views.py").write_text('title = _("Receive")')
    assert translations.extract() == (0, 3)
    assert translations.extract(prune=True) == (0, 3)
    assert "Too late." not in translations.CATALOGUE.read_text()


def test_a_line_that_fits_no_message_is_named(room: Path) -> None:
    translations.extract()
    entered, refused = translations.fill(io.StringIO("Open\tMở\nShut\tĐóng\nno tab\n"))
    assert entered == 1
    assert refused[0].startswith("line 2: 'Shut'")
    assert refused[1].startswith("line 3: 'no tab'")
