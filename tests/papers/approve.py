"""Renew the approved pictures after a change of layout: .venv/bin/python -m tests.papers.approve [form …]

Look at every picture that changed before you commit it; the tests compare new drawings with them.
"""

from __future__ import annotations

import sys
from pathlib import Path

from motcua.papers.drawing import render
from motcua.papers.kinds import Edition, Form
from motcua.papers.specimens import SPECIMENS
from tests.papers.reading import difference, pages_of
from tests.papers.samples import STYLE, head

APPROVED = Path(__file__).parent / "approved"
TOLERANCE = 4.0  # greys, in the worst tile: rounding stays below 2, another word is above 6


def picture_file(form: Form, edition: Edition, page: int) -> Path:
    """Where the approved picture of a page lies."""
    return APPROVED / f"{form.value}.{edition.value}.{page + 1}.png"


def main(names: list[str]) -> None:
    from PIL import Image

    APPROVED.mkdir(exist_ok=True)
    for edition in Edition:
        for form in (Form(name) for name in names) if names else Form:
            pages = pages_of(render(SPECIMENS[form], STYLE, head(form, edition)))
            for number, page in enumerate(pages):
                file = picture_file(form, edition, number)
                if file.exists() and difference(Image.open(file), page) == 0:
                    continue
                # 64 greys are enough to see a moved line and keep the files small.
                page.quantize(64).save(file, optimize=True)
                print(file.name)


if __name__ == "__main__":
    main(sys.argv[1:])
