"""The inventory's desk: corrections and events of operations."""

from django.urls import URLPattern, path

from macd.views.inventory import correcting, desk, events, importing, indexing

urlpatterns: list[URLPattern] = [
    path("operations/inventory/", desk.inventory, name="inventory"),
    path("operations/imports/", importing.imports, name="imports"),
    path("operations/imports/new/", importing.import_new, name="import_new"),
    path("operations/imports/<uuid:public_id>/", importing.inventory_import, name="import"),
    path(
        "operations/inventory/<uuid:public_id>/export/",
        importing.inventory_export,
        name="inventory_export",
    ),
    path("operations/indexation/", indexing.indexation, name="indexation"),
    path("operations/corrections/", correcting.corrections, name="corrections"),
    path(
        "operations/corrections/<uuid:public_id>/",
        correcting.correction_decide,
        name="correction_decide",
    ),
    path("services/<str:service_id>/correct/", correcting.service_correct, name="service_correct"),
    path("services/<str:service_id>/event/", events.service_event, name="service_event"),
]
