"""Addresses of the desk."""

from django.urls import path

from motcua.desk.views import acts, beside, bulk, dossier, inbox

app_name = "desk"

urlpatterns = [
    path("", inbox.inbox, name="inbox"),
    path("bulk", bulk.bulk, name="bulk"),
    path("dossiers/<uuid:dossier_id>/", dossier.dossier, name="dossier"),
    path("dossiers/<uuid:dossier_id>/act", acts.act, name="act"),
    path("dossiers/<uuid:dossier_id>/papers/<uuid:paper_id>", beside.paper_file, name="paper"),
    path("dossiers/<uuid:dossier_id>/process.bpmn", beside.drawing, name="drawing"),
    path("dossiers/<uuid:dossier_id>/presence", beside.presence, name="presence"),
    path("by-code/<str:code>", beside.by_code, name="by-code"),
]
