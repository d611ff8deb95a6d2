"""Reading papers back: text, pictures and what a PDF says of itself."""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Callable
from typing import Any

import pypdfium2
from PIL import Image, ImageChops, ImageFilter
from pyhanko.pdf_utils.reader import PdfFileReader

DOTS_PER_INCH = 50
TILE = 16  # pixels: about a word


def text_of(content: bytes) -> str:
    """All text, composed letters, with every run of white space as one blank."""
    document = pypdfium2.PdfDocument(content)
    pages = [page.get_textpage().get_text_range() for page in document]
    return squeezed(" ".join(pages))


def shown_on(page: str, get: Callable[[str], Any]) -> str:
    """The text of the PDF that a page shows in its frame."""
    address = re.search(r'<iframe[^>]* src="([^"]+)"', page)
    assert address is not None, "the page shows no paper"
    return text_of(b"".join(get(address[1]).streaming_content))


def squeezed(text: str) -> str:
    return " ".join(re.sub("[\N{SOFT HYPHEN}\ufffe]", "", unicodedata.normalize("NFC", text)).split())


def pages_of(content: bytes) -> list[Image.Image]:
    """Every page as a small grey picture, signatures and stamps included."""
    document = pypdfium2.PdfDocument(content)
    document.init_forms()
    return [
        page.render(scale=DOTS_PER_INCH / 72, grayscale=True, may_draw_forms=True).to_pil().convert("L")
        for page in document
    ]


def difference(one: Image.Image, other: Image.Image) -> float:
    """How far two pictures are apart where they differ most: the worst tile's mean distance of greys, 0 to 255."""
    if one.size != other.size:
        return 255.0
    blurred = [picture.convert("L").filter(ImageFilter.BoxBlur(1)) for picture in (one, other)]
    far = ImageChops.difference(*blurred)
    tiles = far.resize((-(-far.width // TILE), -(-far.height // TILE)), Image.Resampling.BOX)
    return float(tiles.getextrema()[1])


def catalogue(content: bytes) -> Any:
    """The root of the document."""
    return PdfFileReader(io.BytesIO(content)).root


def metadata(content: bytes) -> str:
    """The XMP metadata."""
    return str(catalogue(content)["/Metadata"].data.decode())


def tags(content: bytes) -> list[str]:
    """The kinds of structure elements, in reading order."""
    found: list[str] = []

    def walk(node: Any) -> None:
        node = node.get_object() if hasattr(node, "get_object") else node
        if isinstance(node, list):
            for child in node:
                walk(child)
        elif hasattr(node, "get"):
            if "/S" in node:
                found.append(str(node["/S"]).lstrip("/"))
            if "/K" in node:
                walk(node["/K"])

    walk(catalogue(content)["/StructTreeRoot"]["/K"])
    return found
