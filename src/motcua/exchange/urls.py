"""Addresses of the exchange."""

from django.urls import path

from motcua.exchange.views import api

app_name = "exchange"

urlpatterns = [
    path("v1/messages", api.messages, name="messages"),
    path("v1/files/<str:sha256>", api.file, name="file"),
    path("v1/standing", api.stand, name="standing"),
]
