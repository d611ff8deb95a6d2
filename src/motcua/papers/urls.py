"""Addresses of the papers."""

from __future__ import annotations

from django.urls import path

from motcua.papers.views import books, office, shown, verifying

app_name = "papers"
urlpatterns = [
    path("verify/<str:token>/", verifying.verify, name="verify"),
    path("check-signature/", verifying.check_signature, name="check-signature"),
    path("<uuid:paper_id>/pdf/", shown.pdf, name="pdf"),
    path("<uuid:paper_id>/print/", shown.print_page, name="print"),
    path("dossiers/<uuid:dossier_id>/", shown.of_dossier, name="of-dossier"),
    path("dossiers/<uuid:dossier_id>/issue/", shown.issue_again, name="issue"),
    path("dossiers/<uuid:dossier_id>/link/", shown.renew_link, name="renew-link"),
    path("books/", books.books, name="books"),
    path("books/<int:group_id>/<int:year>/", books.book, name="book"),
    path("books/<int:group_id>/<int:year>/close/", books.close, name="close-book"),
    path("setup/", office.choose, name="setup"),
    path("setup/<int:office_id>/", office.adapt, name="adapt"),
]
