"""Addresses of the counter."""

from __future__ import annotations

from django.urls import path

from motcua.counter.views import (
    cash,
    delivery,
    guidance,
    hand_over,
    home,
    money,
    papers,
    receive,
    supplements,
)

app_name = "counter"
urlpatterns = [
    path("", home.home, name="home"),
    path("find/", home.find, name="find"),
    path("drafts/", home.drafts, name="drafts"),
    path("receive/", receive.receive, name="receive"),
    path("receive/rest/", receive.rest, name="rest"),
    path("receive/procedures/", receive.procedures, name="procedures"),
    path("receive/persons/", receive.persons, name="persons"),
    path("receive/file/<int:requirement_id>/", receive.upload, name="upload"),
    path("results/", hand_over.waiting, name="waiting"),
    path("guidance/", guidance.guidance, name="guidance"),
    path("dossiers/<uuid:dossier_id>/", hand_over.dossier, name="dossier"),
    path("dossiers/<uuid:dossier_id>/attach/", hand_over.attach, name="attach"),
    path("dossiers/<uuid:dossier_id>/papers/<uuid:paper_id>/", hand_over.file, name="file"),
    path("dossiers/<uuid:dossier_id>/papers/<uuid:paper_id>/back/", hand_over.give_back, name="give-back"),
    path("dossiers/<uuid:dossier_id>/hand-over/", hand_over.hand_over, name="hand-over"),
    path("dossiers/<uuid:dossier_id>/hand-over/slip/", papers.hand_over_slip, name="hand-over-slip"),
    path("dossiers/<uuid:dossier_id>/receipt/", papers.receipt, name="receipt"),
    path("dossiers/<uuid:dossier_id>/received/", papers.received, name="received"),
    path("dossiers/<uuid:dossier_id>/refusal/", papers.refusal_slip, name="refusal-slip"),
    path("dossiers/<uuid:dossier_id>/fees/", money.fees, name="fees"),
    path("dossiers/<uuid:dossier_id>/delivery/", delivery.delivery, name="delivery"),
    path("fees/receipts/<uuid:payment_id>/", money.receipt, name="fee-receipt"),
    path("supplements/", supplements.board, name="supplements"),
    path("dossiers/<uuid:dossier_id>/supplement/", supplements.supplement, name="supplement"),
    path("dossiers/<uuid:dossier_id>/supplement/slip/", papers.supplement_slip, name="supplement-slip"),
    path("dossiers/<uuid:dossier_id>/withdraw/", supplements.withdraw, name="withdraw"),
    path("dossiers/<uuid:dossier_id>/stop-notice/", papers.stop_notice, name="stop-notice"),
    path("cash/", cash.cash, name="cash"),
    path("cash/<str:day>/<int:person_id>/", cash.sheet, name="cash-sheet"),
    path("post/", delivery.post, name="post"),
    path("transfers/", delivery.transfers, name="transfers"),
    path("uncollected/", delivery.uncollected, name="uncollected"),
    path("lists/<uuid:list_id>/", delivery.hand_over_list, name="list"),
]
