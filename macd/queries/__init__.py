"""Reads of documents; each begins at what the reader may see."""

from macd.queries.absences import absences_from, away_on
from macd.queries.company import (
    colleagues_of,
    company_rule_of,
    invitations_by,
    invitations_of_person,
    ordered_alone,
)
from macd.queries.desks import (
    to_sign_for,
    work_list,
    work_queues,
    worked_on_in,
)
from macd.queries.devices import devices_of, devices_out
from macd.queries.explaining import changes_of_field
from macd.queries.importing import imports_newest, jobs_of, rows_of_import
from macd.queries.inbox import (
    customers_and_open,
    inbox_for,
    inbox_queues,
    names_of,
    saved_views_for,
)
from macd.queries.intact import Intact, intact_history
from macd.queries.inventory import corrections_decided, corrections_waiting, services_matching
from macd.queries.loading import (
    lines_with_all,
    locked,
    told_ended,
    whole,
    with_all,
    with_lines,
)
from macd.queries.notified import notifications_for
from macd.queries.overlaps import Overlap, Overlaps, overlaps_for
from macd.queries.owed import messages_for, messages_needing_attention, webhooks_for
from macd.queries.reach import (
    about,
    bound_with,
    customers_for,
    customers_managed_by,
    document_for,
    documents_for,
    family_for,
    offices_for,
    open_documents,
    planned_alone,
    sealed_file_for,
    services_for,
    versions_of,
)
from macd.queries.searching import matching
from macd.queries.selfservice import (
    actions_for,
    helpers_customers,
    mobile_contract,
    offered_for_self_service,
    sims_of,
    sims_to_send,
    users_of,
)
from macd.queries.steps import line_steps_for, steps_for
from macd.queries.told import (
    INTERNAL_EVENTS,
    comments_for,
    events_for,
    open_proposals,
    open_question,
    proposals_in,
    worth_showing,
)
from macd.queries.visits import (
    sent,
    unassigned,
    visit_for,
    visits_between,
    visits_for,
    visits_in,
    visits_of,
)

__all__ = [
    "INTERNAL_EVENTS",
    "Intact",
    "Overlap",
    "Overlaps",
    "about",
    "absences_from",
    "actions_for",
    "away_on",
    "bound_with",
    "changes_of_field",
    "colleagues_of",
    "comments_for",
    "company_rule_of",
    "corrections_decided",
    "corrections_waiting",
    "customers_and_open",
    "customers_for",
    "customers_managed_by",
    "devices_of",
    "devices_out",
    "document_for",
    "documents_for",
    "events_for",
    "family_for",
    "helpers_customers",
    "imports_newest",
    "inbox_for",
    "inbox_queues",
    "intact_history",
    "invitations_by",
    "invitations_of_person",
    "jobs_of",
    "line_steps_for",
    "lines_with_all",
    "locked",
    "matching",
    "messages_for",
    "messages_needing_attention",
    "mobile_contract",
    "names_of",
    "notifications_for",
    "offered_for_self_service",
    "offices_for",
    "open_documents",
    "open_proposals",
    "open_question",
    "ordered_alone",
    "overlaps_for",
    "planned_alone",
    "proposals_in",
    "rows_of_import",
    "saved_views_for",
    "sealed_file_for",
    "sent",
    "services_for",
    "services_matching",
    "sims_of",
    "sims_to_send",
    "steps_for",
    "to_sign_for",
    "told_ended",
    "unassigned",
    "users_of",
    "versions_of",
    "visit_for",
    "visits_between",
    "visits_for",
    "visits_in",
    "visits_of",
    "webhooks_for",
    "whole",
    "with_all",
    "with_lines",
    "work_list",
    "work_queues",
    "worked_on_in",
    "worth_showing",
]
