"""Public addresses."""

from __future__ import annotations

from django.urls import path

from motcua.portal import views

app_name = "portal"
urlpatterns = [
    path("", views.home, name="home"),
    path("procedures/", views.procedures, name="procedures"),
    path("procedures/<str:code>/", views.procedure, name="procedure"),
    path("look-up/", views.look_up, name="look-up"),
    path("desks/", views.desks, name="desks"),
    path("desks/<int:office_id>/", views.desk, name="desk"),
]
