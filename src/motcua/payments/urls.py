"""Addresses of what the administrator says about money."""

from __future__ import annotations

from django.urls import path

from motcua.payments import views

app_name = "payments"
urlpatterns = [
    path("", views.offices, name="offices"),
    path("<int:office_id>/", views.office, name="office"),
]
