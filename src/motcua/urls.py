"""Every address of the house."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path
from django.views.i18n import set_language

from motcua.kernel.health import healthz
from motcua.offices.access import public_view

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", public_view(healthz), name="healthz"),
    path("language", public_view(set_language), name="set_language"),
    path("", include("motcua.portal.urls")),
    path("counter/", include("motcua.counter.urls")),
    path("", include("motcua.offices.urls")),
    path("papers/", include("motcua.papers.urls")),
    path("desk/", include("motcua.desk.urls")),
    path("notices/", include("motcua.notices.urls")),
    path("exchange/", include("motcua.exchange.urls")),
    path("oversight/", include("motcua.oversight.urls")),
    path("setup/", include("motcua.setup.urls")),
    path("money/", include("motcua.payments.urls")),
]

handler400 = "motcua.kernel.pages.bad_request"
handler403 = "motcua.kernel.pages.forbidden"
handler404 = "motcua.kernel.pages.not_found"
handler500 = "motcua.kernel.pages.server_error"
