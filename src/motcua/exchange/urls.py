"""Addresses of the exchange."""

from django.urls import path

from motcua.exchange.views import api, dossier, incoming, partners

app_name = "exchange"

urlpatterns = [
    path("", partners.overview, name="partners"),
    path("partners/add/", partners.add, name="add"),
    path("partners/<int:partner_id>/", partners.change, name="partner"),
    path("keys/<int:key_id>/end", partners.end_key, name="end-key"),
    path("letters/<uuid:letter_id>/again", partners.again, name="again"),
    path("incoming/", incoming.incoming, name="incoming"),
    path("incoming/<uuid:hand_over_id>/", incoming.one, name="one"),
    path("dossiers/<uuid:dossier_id>/", dossier.of_dossier, name="of-dossier"),
    path("v1/messages", api.messages, name="messages"),
    path("v1/files/<str:sha256>", api.file, name="file"),
    path("v1/standing", api.stand, name="standing"),
]
