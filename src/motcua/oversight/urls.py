"""Addresses of the oversight."""

from __future__ import annotations

from django.urls import path

from motcua.oversight.views import (
    apologies,
    delays,
    figures,
    home,
    interconnection,
    late,
    posting,
    records,
    times,
)

app_name = "oversight"
urlpatterns = [
    path("", home.home, name="home"),
    path("figures/", figures.figures, name="figures"),
    path("dossiers/", figures.dossiers, name="dossiers"),
    path("late/", late.late, name="late"),
    path("delays/", delays.delays, name="delays"),
    path("apologies/", apologies.apologies, name="apologies"),
    path("apologies/<uuid:apology_id>/", apologies.one_apology, name="apology"),
    path("interconnection/", interconnection.interconnection, name="interconnection"),
    path("interconnection/procedures/", interconnection.procedures, name="interconnection-procedures"),
    path("times/", times.times, name="times"),
    path("times/procedures/", times.procedures, name="times-procedures"),
    path("times/candidates/", times.candidates, name="times-candidates"),
    path("posting/", posting.due, name="posting"),
    path("records/", records.records, name="records"),
    path("records/check/", records.check, name="check"),
    path("records/try-again/", records.try_again, name="try-again"),
]
