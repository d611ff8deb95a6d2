"""Addresses of the desk."""

from django.urls import path

from motcua.desk.views import signing
from motcua.desk.views.acts import act
from motcua.desk.views.beside import by_code, drawing, paper_file, presence
from motcua.desk.views.bulk import bulk
from motcua.desk.views.dossier import dossier
from motcua.desk.views.inbox import inbox
from motcua.desk.views.more import more
from motcua.desk.views.numbering import begin, numbering
from motcua.desk.views.on_the_spot import on_the_spot

app_name = "desk"

urlpatterns = [
    path("", inbox, name="inbox"),
    path("bulk", bulk, name="bulk"),
    path("signing/", signing.queue, name="signing"),
    path("signing/review", signing.review, name="sign-review"),
    path("signing/sign", signing.sign, name="sign"),
    path("numbering/", numbering, name="numbering"),
    path("numbering/<int:office_id>/begin", begin, name="begin-book"),
    path("on-the-spot/", on_the_spot, name="on-the-spot"),
    path("dossiers/<uuid:dossier_id>/", dossier, name="dossier"),
    path("dossiers/<uuid:dossier_id>/act", act, name="act"),
    path("dossiers/<uuid:dossier_id>/more", more, name="more"),
    path("dossiers/<uuid:dossier_id>/papers/<uuid:paper_id>", paper_file, name="paper"),
    path("dossiers/<uuid:dossier_id>/process.bpmn", drawing, name="drawing"),
    path("dossiers/<uuid:dossier_id>/presence", presence, name="presence"),
    path("by-code/<str:code>", by_code, name="by-code"),
]
