"""Where the SMS gateway reports what became of a message."""

from __future__ import annotations

import hmac
import json

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt

from motcua.kernel.errors import Refusal
from motcua.notices import services
from motcua.offices.access import public_view

_LONGEST = 10_000


@csrf_exempt
@public_view
def report(request: HttpRequest) -> HttpResponse:
    """Take `{"id": key, "status": "delivered" | "failed", "reason": "…"}`, shown the token. Repeatable."""
    token = settings.SMS_REPORT_TOKEN
    given = request.headers.get("Authorization", "")
    if not token or not hmac.compare_digest(given.encode(), f"Bearer {token}".encode()):
        return JsonResponse({"error": "the token is missing or wrong"}, status=401)
    if request.method != "POST":
        return JsonResponse({"error": "POST a report"}, status=405, headers={"Allow": "POST"})
    try:
        said = json.loads(request.body[:_LONGEST])
        key, status, reason = str(said["id"]), said["status"], str(said.get("reason", ""))
    except (ValueError, KeyError, TypeError, AttributeError):
        return JsonResponse({"error": "expected id and status"}, status=400)
    if status not in ("delivered", "failed"):
        return JsonResponse({"error": "status is delivered or failed"}, status=400)
    try:
        services.record_report(key, status == "delivered", reason)
    except Refusal:
        return JsonResponse({"error": "no message has this id"}, status=404)
    return JsonResponse({"status": "noted"})
