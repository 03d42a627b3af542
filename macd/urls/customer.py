"""Home, offices, services, and starting, completing and signing a request."""

from django.urls import path

from macd.views import home
from macd.views.company import colleagues, inviting, substitutes
from macd.views.documents import listing, printouts, signing
from macd.views.draft import (
    addressing,
    autosaving,
    checking,
    choosing,
    configuring,
    deciding,
    filling,
    repeating,
    splitting,
    starting,
    whatif,
)
from macd.views.stock import holdings, offices, pictures, services

LINE = "documents/<slug:number>/lines"

urlpatterns = [
    path("", home.home, name="home"),
    path("company/", colleagues.company, name="company"),
    path("company/invite/", inviting.colleague_new, name="colleague_new"),
    path(
        "company/invitations/<int:invitation>/",
        inviting.colleague_invited,
        name="colleague_invited",
    ),
    path("invitations/", inviting.invitations, name="invitations"),
    path("company/colleagues/<int:membership>/", colleagues.colleague, name="colleague"),
    path("offices/", offices.offices, name="offices"),
    path("offices/<uuid:public_id>/timeline/", pictures.office_timeline, name="office_timeline"),
    path("documents/<slug:number>/picture/", pictures.document_picture, name="document_picture"),
    path("offices/<uuid:public_id>/", offices.office, name="office"),
    path("services/", holdings.services, name="services"),
    path("services/export/<slug:form>/", holdings.services_export, name="services_export"),
    path("services/print/", holdings.services_print, name="services_print"),
    path("printouts/<uuid:public_id>/", printouts.printout, name="printout"),
    path("services/<str:service_id>/same/", repeating.service_same, name="service_same"),
    path("documents/<slug:number>/same/", repeating.document_same, name="document_same"),
    path("documents/<slug:number>/print/", printouts.document_print, name="document_print"),
    path("services/<str:service_id>/", services.service, name="service"),
    path("documents/", listing.documents, name="documents"),
    path("documents/new/", starting.document_new, name="document_new"),
    path(
        "documents/<slug:number>/fill/<slug:section>/", filling.document_fill, name="document_fill"
    ),
    path("documents/<slug:number>/address/", addressing.document_address, name="document_address"),
    path("documents/<slug:number>/split/", splitting.document_split, name="document_split"),
    path(f"{LINE}/add/", choosing.document_line_add, name="document_line_add"),
    path(f"{LINE}/copy/", choosing.document_line_copy, name="document_line_copy"),
    path(f"{LINE}/<int:line>/", configuring.document_line, name="document_line"),
    path(f"{LINE}/<int:line>/remove/", choosing.document_line_remove, name="document_line_remove"),
    path("documents/<slug:number>/decide/", deciding.document_decide, name="document_decide"),
    path("documents/<slug:number>/what-if/", whatif.document_what_if, name="document_what_if"),
    path("documents/<slug:number>/check/", checking.document_check, name="document_check"),
    path("documents/<slug:number>/sent/", checking.document_sent, name="document_sent"),
    path(
        "documents/<slug:number>/autosave/", autosaving.document_autosave, name="document_autosave"
    ),
    path("documents/<slug:number>/sign/", signing.document_sign, name="document_sign"),
    path("signing/substitutes/", substitutes.substitutes, name="substitutes"),
    path("signing/", signing.signing, name="signing"),
]
