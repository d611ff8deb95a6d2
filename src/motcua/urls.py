"""Every address of the house."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from motcua.kernel.health import healthz

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", healthz, name="healthz"),
]

handler400 = "motcua.kernel.pages.bad_request"
handler403 = "motcua.kernel.pages.forbidden"
handler404 = "motcua.kernel.pages.not_found"
handler500 = "motcua.kernel.pages.server_error"
