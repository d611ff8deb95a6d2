"""The API for partners (docs/exchange.md): every request is signed, and so is every answer."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import BinaryIO, cast
from urllib.parse import unquote

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt

from motcua.exchange import answers, envelope, keys, reading, standing
from motcua.exchange.answers import Answer, State
from motcua.exchange.bodies import is_hash
from motcua.exchange.models import Partner
from motcua.exchange.refusals import MAY_BE_MENDED, NotTakenError, Reason
from motcua.exchange.services import files, inbox
from motcua.exchange.services.inbox import Signed
from motcua.exchange.services.sending import file_claim, signature_headers
from motcua.exchange.transport import FROM_HEADER, KEY_HEADER, NAME_HEADER, SIGNATURE_HEADER
from motcua.kernel.errors import Refusal
from motcua.offices.access import public_view

View = Callable[..., HttpResponse]
_STATUS = {State.WAITING: 202, State.FILES_WANTED: 202}


def for_partners(method: str) -> Callable[[View], View]:
    """A page for programs: one method, a key of our own to answer with, not too often from one address."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: str, **values: str) -> HttpResponse:
            if request.method != method:
                return JsonResponse({"error": f"use {method}"}, status=405, headers={"Allow": method})
            if request.content_type == "multipart/form-data":  # a form was read already, and is no message
                return JsonResponse({"error": "send the message itself as the body"}, status=415)
            try:
                keys.own_name()
                keys.own_key()
            except Refusal:
                return JsonResponse({"error": "this installation exchanges nothing"}, status=404)
            if _too_often(request.META.get("REMOTE_ADDR", "")):
                return JsonResponse({"error": "too many requests"}, status=429, headers={"Retry-After": "60"})
            try:
                return view(request, *args, **values)
            except NotTakenError as error:
                return _refused(error, _said(request))

        return csrf_exempt(public_view(guarded))

    return decorate


@for_partners("POST")
def messages(request: HttpRequest) -> HttpResponse:
    """Take one message in."""
    signed = _signed(request)
    answer, partner = inbox.take(signed)
    return _answered(answers.write(answer, keys.own_name(), partner.code), _STATUS.get(answer.state, 200))


@for_partners("PUT")
def file(request: HttpRequest, sha256: str) -> HttpResponse:
    """Take one file in, before the message that names it."""
    if not is_hash(sha256):
        raise reading.unreadable("no SHA-256")
    said = unquote(request.headers.get(FROM_HEADER, ""))[: envelope.LONGEST_NAME]
    partner = inbox.sender(_signed_by(request, file_claim(said, keys.own_name(), sha256)), said)
    if _length(request) > settings.MAX_UPLOAD_BYTES:
        raise NotTakenError(Reason.FILE_UNFIT, f"larger than {settings.MAX_UPLOAD_BYTES // 2**20} MB")
    name = unquote(request.headers.get(NAME_HEADER, ""))[:255] or sha256
    files.keep(cast(BinaryIO, request), sha256, name)
    return _answered(answers.write(Answer(State.ACCEPTED), keys.own_name(), partner.code), 200)


@for_partners("POST")
def stand(request: HttpRequest) -> HttpResponse:
    """Tell a partner what we have of our exchange."""
    data, _partner = standing.answer(_signed(request))
    return _answered(data, 200)


def _signed(request: HttpRequest) -> Signed:
    if _length(request) > reading.LARGEST_MESSAGE:
        raise NotTakenError(Reason.TOO_LARGE)
    return _signed_by(request, request.body)


def _signed_by(request: HttpRequest, data: bytes) -> Signed:
    key, signature = request.headers.get(KEY_HEADER, ""), request.headers.get(SIGNATURE_HEADER, "")
    return Signed(data, key[:16], signature[:88])


def _length(request: HttpRequest) -> int:
    """The announced length; a request that announces none has no body here."""
    text = str(request.META.get("CONTENT_LENGTH") or "0")
    return int(text) if text.isascii() and text.isdigit() else 0


def _said(request: HttpRequest) -> str:
    """Who says that they ask, for the answer's “to”; proves nothing."""
    if FROM_HEADER in request.headers:
        return unquote(request.headers[FROM_HEADER])[: envelope.LONGEST_NAME]
    try:
        return envelope.sender_of(request.body) if _length(request) <= reading.LARGEST_MESSAGE else ""
    except NotTakenError:
        return ""


def _refused(error: NotTakenError, said: str) -> HttpResponse:
    # A stranger learns no more than that; a partner gets the detail for its list of dead letters.
    known = Partner.objects.filter(code=said).exists() if said else False
    detail = error.detail if known else ""
    told = Answer(State.REFUSED, reason=error.reason, detail=detail)
    status = 401 if error.reason in MAY_BE_MENDED else 413 if error.reason is Reason.TOO_LARGE else 422
    return _answered(answers.write(told, keys.own_name(), said), status)


def _answered(data: bytes, status: int) -> HttpResponse:
    return HttpResponse(data, status=status, content_type="application/json", headers=signature_headers(data))


def _too_often(address: str) -> bool:
    """Whether this address has asked too often in this minute; counted in each process by itself."""
    name = f"exchange asks {address}"
    cache.add(name, 0, 60)
    try:
        return int(cache.incr(name)) > settings.EXCHANGE_ASKS_PER_MINUTE
    except ValueError:  # forgotten in between
        return False
