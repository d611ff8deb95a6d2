"""Addresses of the notices."""

from __future__ import annotations

from django.urls import path

from motcua.notices.views import calls, dossier, reports, setup

app_name = "notices"
urlpatterns = [
    path("calls/", calls.calls, name="calls"),
    path("calls/<uuid:message_id>/told/", calls.told, name="told"),
    path("calls/<uuid:message_id>/again/", calls.again, name="again"),
    path("dossiers/<uuid:dossier_id>/", dossier.of_dossier, name="of-dossier"),
    path("reports/", reports.report, name="reports"),
    path("texts/", setup.choose, name="texts"),
    path("texts/<int:office_id>/", setup.overview, name="office"),
    path("texts/<int:office_id>/practice/", setup.practice, name="practice"),
    path("texts/<int:office_id>/<slug:moment>/<slug:channel>/<slug:language>/", setup.text, name="text"),
]
