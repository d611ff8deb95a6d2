"""Signing a PDF: PAdES B-B, or B-T with the time of a time-stamp authority, with a visible stamp.

Nothing of the file that is signed is changed: the signature is appended. An ECDSA key on P-256 is preferred;
it signs several times faster than RSA.
"""

from __future__ import annotations

import binascii
import io
import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.content import PdfContent
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.layout import BoxConstraints
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import signers, timestamps
from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.general import SigningError
from pyhanko.stamp import StaticStampStyle

from motcua.kernel.errors import N_, Refusal
from motcua.papers import words
from motcua.papers.drawing import compile_file
from motcua.papers.signing.keys import SigningKey, SigningUnavailableError

_TIMESTAMP_SECONDS = 5
_STAMPED_BYTES = 24 * 1024  # room for signature and time stamp, so that the authority is asked once only
_A5_WIDTH = 430.0  # points; wider pages have larger type


@dataclass(frozen=True, slots=True)
class Signed:
    """The signed file, whose certificate it was, and whether a time-stamp authority attested the time."""

    content: bytes
    signer: str
    timestamped: bool


def sign(
    content: bytes,
    key: SigningKey,
    at: datetime,
    *,
    office: str,
    timestamp_url: str = "",
    position: int = 1,
    visible: bool = True,
) -> Signed:
    """Append one signature made at `at`; the stamp names the certificate's holder, office and time.

    Raises SigningUnavailableError when key or time-stamp authority cannot be reached, and Refusal when the file
    is none that can be signed.
    """
    try:
        writer = IncrementalPdfFileWriter(io.BytesIO(content))
    except (PdfError, ValueError, KeyError) as error:
        raise Refusal(
            "not_signable",
            N_("This file is not a PDF that can be signed."),
            N_("Sign the PDF that this program has drawn."),
        ) from error
    timestamper = (
        timestamps.HTTPTimeStamper(timestamp_url, timeout=_TIMESTAMP_SECONDS) if timestamp_url else None
    )
    name = f"ChuKy{position}"
    with key.opened() as signer:
        holder = signer.signing_cert.subject.native.get("common_name", "") if signer.signing_cert else ""
        place = _place(writer.prev, position) if visible else None
        spec = style = None
        if place is not None:
            page, box = place
            spec = SigFieldSpec(name, on_page=page, box=box)
            style = StaticStampStyle(background=_Drawn(_stamp(box, holder, office, at)), border_width=0)
        meta = signers.PdfSignatureMetadata(
            field_name=name, md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES, name=holder or None
        )
        pdf_signer = _AtInstant(
            meta, signer, timestamper=timestamper, stamp_style=style, new_field_spec=spec, at=words.local(at)
        )
        try:
            out = pdf_signer.sign_pdf(writer, bytes_reserved=_STAMPED_BYTES if timestamper else None)
        except (SigningError, OSError, ValueError) as error:
            raise SigningUnavailableError(
                "signing_unavailable",
                N_("The paper could not be signed now (%(why)s)."),
                N_("Key or time-stamp authority did not answer. It is tried again by itself."),
                params={"why": (str(error) or type(error).__name__)[:200]},
            ) from error
    return Signed(out.getvalue(), holder, timestamper is not None)


class _AtInstant(signers.PdfSigner):
    """Signs at the instant of the house's clock instead of the machine's."""

    def __init__(self, *arguments: Any, at: datetime, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._at = at

    def init_signing_session(self, pdf_out: Any, existing_fields_only: bool = False) -> Any:
        session = super().init_signing_session(pdf_out, existing_fields_only)
        session.system_time = self._at
        return session


class _Drawn(PdfContent):
    """The first page of a PDF in memory, as content of a stamp."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        super().__init__()

    def render(self) -> bytes:
        imported = self._ensure_writer.import_page_as_xobject(PdfFileReader(io.BytesIO(self._content)))
        name = b"/Stamp" + binascii.hexlify(uuid.uuid4().bytes)
        self.resources.xobject[name.decode("ascii")] = imported
        left, bottom, right, top = imported.get_object()["/BBox"]
        self.box = BoxConstraints(width=abs(right - left), height=abs(top - bottom))
        return name + b" Do"


def _stamp(box: tuple[int, int, int, int], holder: str, office: str, at: datetime) -> bytes:
    values = {
        "width": box[2] - box[0],
        "height": box[3] - box[1],
        "name": holder,
        "office": office,
        "time": words.short_instant(at),
    }
    return compile_file("stamp.typ", values, at)


def _place(reader: PdfFileReader, position: int) -> tuple[int, tuple[int, int, int, int]] | None:
    """Page and box below the heading of the office's signature; None when the file has no such heading."""
    found = _destination(reader.root.get("/Names", {}).get("/Dests"), "sign-office")
    if found is None:
        return None
    reference, _, left, top = found[0], found[1], float(found[2]), float(found[3])
    page = _page_number(reader, reference)
    if page is None:
        return None
    width = _width(reader, page)
    small = width < _A5_WIDTH
    height, drop, right_margin, wide = (38, 27, 28, 150) if small else (54, 36, 40, 180)
    middle = (left + width - right_margin) / 2
    upper = top - drop - (position - 1) * 6
    return page, (int(middle - wide / 2), int(upper - height), int(middle + wide / 2), int(upper))


def _width(reader: PdfFileReader, page: int) -> float:
    found: Any = _page(reader, page).get_object()
    while "/MediaBox" not in found:
        found = found["/Parent"]
    return float(found["/MediaBox"][2])


def _page(reader: PdfFileReader, number: int) -> Any:
    find: Any = reader.find_page_for_modification
    return find(number)[0]


def _page_number(reader: PdfFileReader, reference: Any) -> int | None:
    wanted = getattr(reference, "reference", reference)
    for number in range(int(reader.root["/Pages"]["/Count"])):
        if _page(reader, number).reference == wanted:
            return number
    return None


def _destination(node: Any, name: str) -> Any:
    """What the name tree says of a named place in the document."""
    if node is None:
        return None
    for kid in node.get("/Kids", ()):
        found = _destination(_resolved(kid), name)
        if found is not None:
            return found
    pairs = node.get("/Names", generic.ArrayObject())
    for index in range(0, len(pairs), 2):
        if str(pairs[index]) == name:
            place: Any = pairs.raw_get(index + 1)
            place = _resolved(place)
            place = place["/D"] if isinstance(place, generic.DictionaryObject) else place
            return [place.raw_get(0), *(place[position] for position in range(1, len(place)))]
    return None


def _resolved(value: Any) -> Any:
    found: Any = value
    return found.get_object() if isinstance(value, generic.IndirectObject) else value
