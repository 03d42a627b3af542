"""One document: reading it, discussing it, taking steps, its files."""

from django.urls import URLPattern, path

from macd.views.documents import (
    amending,
    attachments,
    coming,
    correcting,
    document,
    explaining,
    files,
    overlapping,
    retrying,
    steps,
)
from macd.views.field import planning

NUMBER = "documents/<slug:number>/"

urlpatterns: list[URLPattern] = [
    path(NUMBER, document.document, name="document"),
    path(f"{NUMBER}fields/<str:path>/", explaining.document_field, name="document_field"),
    path(f"{NUMBER}present/", explaining.document_present, name="document_present"),
    path(f"{NUMBER}history/", document.history, name="document_history"),
    path(f"{NUMBER}steps/<slug:step>/", steps.take_step, name="document_step"),
    path(
        f"{NUMBER}lines/<int:line>/steps/<slug:step>/",
        steps.take_line_step,
        name="document_line_step",
    ),
    path(f"{NUMBER}lines/<int:line>/finding/", steps.record_finding, name="document_line_finding"),
    path(
        f"{NUMBER}lines/<int:line>/port/<slug:state>/", coming.line_port, name="document_line_port"
    ),
    path(f"{NUMBER}devices/<int:device>/back/", coming.device_back, name="document_device"),
    path(f"{NUMBER}installed/", steps.take_over, name="document_take_over"),
    path(f"{NUMBER}amend/", amending.document_amend, name="document_amend"),
    path(f"{NUMBER}again/", retrying.document_try_again, name="document_try_again"),
    path(f"{NUMBER}beside/<slug:other>/", overlapping.document_overlap, name="document_overlap"),
    path(f"{NUMBER}lines/<int:line>/promise/", planning.line_promise, name="line_promise"),
    path(f"{NUMBER}visits/new/", planning.visit_new, name="visit_new"),
    path(f"{NUMBER}correct/", correcting.document_correct, name="document_correct"),
    path(f"{NUMBER}comments/", steps.comment, name="document_comment"),
    path(f"{NUMBER}proposals/<int:change>/", steps.decide_proposal, name="document_proposal"),
    path(f"{NUMBER}pdf/", files.pdf, name="document_pdf"),
    path(f"{NUMBER}files/", attachments.document_files, name="document_files"),
    path(f"{NUMBER}files/<uuid:public_id>/", attachments.document_file, name="document_file"),
    path(
        f"{NUMBER}files/<uuid:public_id>/remove/",
        attachments.document_file_remove,
        name="document_file_remove",
    ),
    path(f"{NUMBER}preview/", files.preview, name="document_preview"),
]
