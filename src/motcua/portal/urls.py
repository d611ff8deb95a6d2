"""Public addresses."""

from __future__ import annotations

from django.urls import path

from motcua.portal import own_views, posting, views

app_name = "portal"
urlpatterns = [
    path("", views.home, name="home"),
    path("procedures/", views.procedures, name="procedures"),
    path("procedures/changes.atom", posting.changes_feed, name="changes-feed"),
    path("procedures/posters/field/<str:field_code>/", posting.field_poster, name="field-poster"),
    path("procedures/<str:code>/poster/", posting.procedure_poster, name="procedure-poster"),
    path("procedures/<str:code>/", views.procedure, name="procedure"),
    path("look-up/", views.look_up, name="look-up"),
    path("own/<str:token>/", own_views.own_page, name="own"),
    path("own/<str:token>/papers/<uuid:paper_id>/", own_views.paper, name="own-paper"),
    path("own/<str:token>/results/<uuid:paper_id>/", own_views.result, name="own-result"),
    path("apologies/", views.apologies, name="apologies"),
    path("desks/", views.desks, name="desks"),
    path("desks/<int:office_id>/", views.desk, name="desk"),
]
