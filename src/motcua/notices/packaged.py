"""The texts that come with the program, in both languages."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import yaml

from motcua.notices.moments import SENT, Channel, Moment
from motcua.notices.texts import LANGUAGES, Text, checked

_FILE = Path(__file__).with_name("data") / "texts.yaml"


@cache
def packaged() -> dict[tuple[Moment, Channel, str], Text]:
    """Every packaged text. Raises Refusal or KeyError when the file lacks one: a fault of the package."""
    data = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    found: dict[tuple[Moment, Channel, str], Text] = {}
    for moment in Moment:
        for language in LANGUAGES:
            for channel in SENT:
                entry = data[moment.value][channel.value][language]
                if channel == Channel.EMAIL:
                    body = f"{entry['body'].strip()}\n\n{data['closing'][language].strip()}"
                    text = Text(body, entry["subject"])
                else:
                    text = Text(entry)
                found[moment, channel, language] = checked(text, channel)
    return found
