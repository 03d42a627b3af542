"""Who may open which address: one row for each; an address without a row fails the tests."""

from dataclasses import dataclass
from enum import StrEnum


class Who(StrEnum):
    """What an address asks of a person, beside the method."""

    PUBLIC = "anyone"
    SIGNED_OUT = "anyone; who is signed in is led on"
    SIGNED_IN = "anyone who is signed in"
    RECENT = "anyone who signed in or confirmed it a moment ago"
    DOCUMENT = "who may see the document, else 404"
    OFFICE = "who may see the office, else 404"
    SERVICE = "who may see the service, else 404"
    CASE = "who may see the cancellation case, else 404"
    KEEPERS = "company administrators, for their own company, else 403"
    HOLDINGS = "who sees offices and services, else 403"
    PRINTOUT = "the person who asked for the file, else 404"
    STARTERS = "who may start a request, else 403"
    CUSTOMERS = "people of a customer, else 403"
    SIGNATORIES = "who signs for a company in their own right, else 403"
    MANAGERS = "account managers and leads, else 403"
    WORDS = "account managers and leads, and auditors who read, else 403"
    LEADS = "leads of a team, else 403"
    OPERATIONS = "operations, else 403"
    INVENTORY = "operations and administrators, else 403"
    RECORDED = "operations and administrators, and auditors who read, else 403"
    SELF_SERVICE = "who manages users or SIMs of a company, else 403"
    USER = "who manages the users of the company, else 404"
    SIM = "who manages the SIMs of the company, else 404"
    FINANCE = "finance, else 403"
    ADMINISTRATORS = "administrators, else 403"
    ADMINISTERED = "administrators, and auditors who read, else 403"
    FIGURES = "finance and the auditor, else 403"
    REPORTS = "leads of a team and the auditor, else 403"
    WORK = "operations, and auditors who read, else 403"
    VISIT = "staff who read what is internal to the visit's document, else 404"
    STAFF = "the provider's staff, else 403"
    ADMINISTRATION = "who may open the administration"
    READER = "the person who was told, else 404"
    DEMO = "anyone, where DEMO is on"


@dataclass(frozen=True, slots=True)
class Page:
    """One row: the methods that an address answers (HEAD goes with GET), and to whom."""

    methods: frozenset[str]
    who: Who


def page(who: Who, *methods: str) -> Page:
    """Write one row."""
    return Page(frozenset(methods), who)


READ, WRITE, FORM = ("GET",), ("POST",), ("GET", "POST")

PAGES: dict[str, Page] = {
    "verify": page(Who.PUBLIC, *FORM),
    "verify_code": page(Who.PUBLIC, *FORM),
    "set_language": page(Who.PUBLIC, *WRITE),
    "demo_mailbox": page(Who.DEMO, *READ),
    "demo_mail": page(Who.DEMO, *READ),
    "demo_mail_html": page(Who.DEMO, *READ),
    # -- sign-in (allauth) ------------------------------------------------------------------
    "account_login": page(Who.SIGNED_OUT, *FORM),
    "account_logout": page(Who.SIGNED_OUT, *FORM),
    "account_inactive": page(Who.PUBLIC, *READ),
    "account_reset_password": page(Who.SIGNED_OUT, *FORM),
    "account_reset_password_done": page(Who.PUBLIC, *READ),
    "account_reset_password_from_key": page(Who.PUBLIC, *FORM),
    "account_reset_password_from_key_done": page(Who.PUBLIC, *READ),
    "account_reauthenticate": page(Who.SIGNED_IN, *FORM),
    "account_change_password": page(Who.SIGNED_IN, *FORM),
    "account_set_password": page(Who.SIGNED_IN, *FORM),
    "mfa_index": page(Who.SIGNED_IN, *READ),
    "mfa_authenticate": page(Who.SIGNED_OUT, *FORM),
    "mfa_reauthenticate": page(Who.SIGNED_IN, *FORM),
    "mfa_activate_totp": page(Who.RECENT, *FORM),
    "mfa_deactivate_totp": page(Who.RECENT, *FORM),
    "mfa_view_recovery_codes": page(Who.RECENT, *READ),
    "mfa_generate_recovery_codes": page(Who.RECENT, *FORM),
    "mfa_download_recovery_codes": page(Who.RECENT, *READ),
    "mfa_list_webauthn": page(Who.SIGNED_IN, *READ),
    "mfa_add_webauthn": page(Who.RECENT, *FORM),
    "mfa_reauthenticate_webauthn": page(Who.SIGNED_IN, *FORM),
    "mfa_remove_webauthn": page(Who.RECENT, *FORM),
    "mfa_edit_webauthn": page(Who.RECENT, *FORM),
    "mfa_login_webauthn": page(Who.SIGNED_OUT, *FORM),
    "profile": page(Who.SIGNED_IN, *FORM),
    "unsent": page(Who.SIGNED_IN, *FORM),
    # -- notifications ----------------------------------------------------------------------
    "notifications": page(Who.SIGNED_IN, *READ),
    "notifications_read_all": page(Who.SIGNED_IN, *WRITE),
    "notifications_try_address": page(Who.SIGNED_IN, *WRITE),
    "notification_choices": page(Who.SIGNED_IN, *FORM),
    "calendar_address": page(Who.SIGNED_IN, *WRITE),
    "calendar_end": page(Who.SIGNED_IN, *WRITE),
    "calendar_feed": page(Who.PUBLIC, *READ),
    "notification_open": page(Who.READER, *WRITE),
    "notifications_stop": page(Who.PUBLIC, *FORM),
    "notification_matrix": page(Who.ADMINISTERED, *READ),
    "newsletter_choose": page(Who.SIGNED_IN, *WRITE),
    "newsletter_link": page(Who.PUBLIC, *FORM),
    "newsletter_export": page(Who.ADMINISTRATORS, *READ),
    # -- customers --------------------------------------------------------------------------
    "home": page(Who.SIGNED_IN, *READ),
    "documents": page(Who.SIGNED_IN, *READ),
    "document_new": page(Who.STARTERS, *FORM),
    "offices": page(Who.SIGNED_IN, *READ),
    "office": page(Who.OFFICE, *READ),
    "office_timeline": page(Who.OFFICE, *READ),
    "document_picture": page(Who.DOCUMENT, *READ),
    "service": page(Who.SERVICE, *READ),
    "company": page(Who.CUSTOMERS, *FORM),
    "colleague_new": page(Who.KEEPERS, *FORM),
    "colleague_invited": page(Who.KEEPERS, *WRITE),
    "colleague": page(Who.KEEPERS, *FORM),
    "invitations": page(Who.SIGNED_IN, *FORM),
    "services": page(Who.HOLDINGS, *READ),
    "services_export": page(Who.HOLDINGS, *READ),
    "services_print": page(Who.HOLDINGS, *WRITE),
    "service_same": page(Who.SERVICE, *FORM),
    "document_same": page(Who.DOCUMENT, *FORM),
    "printout": page(Who.PRINTOUT, *READ),
    "document_print": page(Who.DOCUMENT, *WRITE),
    "signing": page(Who.SIGNED_IN, *READ),
    # -- self-service -----------------------------------------------------------------------
    "self_service": page(Who.SELF_SERVICE, *READ),
    "self_service_history": page(Who.SIGNED_IN, *READ),
    "user_new": page(Who.SELF_SERVICE, *FORM),
    "user_remove": page(Who.USER, *FORM),
    "user_home": page(Who.USER, *FORM),
    "sim_new": page(Who.SELF_SERVICE, *FORM),
    "sim": page(Who.SIM, *READ),
    "sim_home": page(Who.SIM, *FORM),
    "sim_step": page(Who.SIM, *FORM),
    "sim_orders": page(Who.WORK, *READ),
    "sim_order": page(Who.OPERATIONS, *WRITE),
    # -- one document -----------------------------------------------------------------------
    "document": page(Who.DOCUMENT, *READ),
    "document_field": page(Who.DOCUMENT, *READ),
    "document_present": page(Who.DOCUMENT, *WRITE),
    "document_history": page(Who.DOCUMENT, *READ),
    "document_pdf": page(Who.DOCUMENT, *READ),
    "document_preview": page(Who.DOCUMENT, *READ),
    "document_files": page(Who.DOCUMENT, *FORM),
    "document_file": page(Who.DOCUMENT, *READ),
    "document_file_remove": page(Who.DOCUMENT, *WRITE),
    "document_pane": page(Who.DOCUMENT, *READ),
    "document_replies": page(Who.DOCUMENT, *READ),
    "document_snooze": page(Who.DOCUMENT, *WRITE),
    "document_step": page(Who.DOCUMENT, *WRITE),
    "document_line_step": page(Who.DOCUMENT, *WRITE),
    "document_line_finding": page(Who.DOCUMENT, *WRITE),
    "document_line_port": page(Who.DOCUMENT, *WRITE),
    "document_device": page(Who.DOCUMENT, *WRITE),
    "document_take_over": page(Who.DOCUMENT, *WRITE),
    "document_amend": page(Who.DOCUMENT, *FORM),
    "document_try_again": page(Who.DOCUMENT, *FORM),
    "document_overlap": page(Who.DOCUMENT, *FORM),
    "document_comment": page(Who.DOCUMENT, *WRITE),
    "document_proposal": page(Who.DOCUMENT, *WRITE),
    "document_fill": page(Who.DOCUMENT, *FORM),
    "document_line": page(Who.DOCUMENT, *FORM),
    "document_line_add": page(Who.DOCUMENT, *FORM),
    "document_line_copy": page(Who.DOCUMENT, *FORM),
    "document_line_remove": page(Who.DOCUMENT, *WRITE),
    "document_split": page(Who.DOCUMENT, *FORM),
    "document_address": page(Who.DOCUMENT, *FORM),
    "document_decide": page(Who.DOCUMENT, *WRITE),
    "document_what_if": page(Who.DOCUMENT, *WRITE),
    "document_check": page(Who.DOCUMENT, *FORM),
    "document_sent": page(Who.DOCUMENT, *READ),
    "document_autosave": page(Who.DOCUMENT, *WRITE),
    "document_correct": page(Who.DOCUMENT, *FORM),
    "document_sign": page(Who.DOCUMENT, *FORM),
    "visit_new": page(Who.DOCUMENT, *FORM),
    "line_promise": page(Who.DOCUMENT, *FORM),
    "substitutes": page(Who.SIGNATORIES, *FORM),
    # -- desks ------------------------------------------------------------------------------
    "inbox": page(Who.MANAGERS, *READ),
    "view_save": page(Who.MANAGERS, *WRITE),
    "view_remove": page(Who.MANAGERS, *WRITE),
    "bulk": page(Who.MANAGERS, *WRITE),
    "replies": page(Who.WORDS, *FORM),
    "deputies": page(Who.MANAGERS, *FORM),
    "hand_over": page(Who.LEADS, *FORM),
    "customer_new": page(Who.MANAGERS, *FORM),
    "operations": page(Who.WORK, *READ),
    "calendar": page(Who.WORK, *READ),
    "absences": page(Who.WORK, *FORM),
    "returns": page(Who.WORK, *READ),
    "reports": page(Who.REPORTS, *READ),
    "report_csv": page(Who.REPORTS, *READ),
    "visit": page(Who.VISIT, *READ),
    "visit_do": page(Who.VISIT, *WRITE),
    "style": page(Who.STAFF, *READ),
    "inventory": page(Who.WORK, *READ),
    "imports": page(Who.RECORDED, *READ),
    "import_new": page(Who.INVENTORY, *FORM),
    "import": page(Who.RECORDED, *FORM),
    "inventory_export": page(Who.INVENTORY, *READ),
    "indexation": page(Who.RECORDED, *FORM),
    "corrections": page(Who.WORK, *READ),
    "correction_decide": page(Who.OPERATIONS, *WRITE),
    "service_correct": page(Who.OPERATIONS, *FORM),
    "service_event": page(Who.OPERATIONS, *FORM),
    # -- operating --------------------------------------------------------------------------
    "owed_messages": page(Who.ADMINISTERED, *READ),
    "owed_message": page(Who.ADMINISTERED, *READ),
    "owed_retry": page(Who.ADMINISTRATORS, *WRITE),
    "owed_retry_all": page(Who.ADMINISTRATORS, *WRITE),
    "owed_drop": page(Who.ADMINISTRATORS, *WRITE),
    "webhooks": page(Who.ADMINISTERED, *FORM),
    "webhook": page(Who.ADMINISTERED, *FORM),
    "webhook_remove": page(Who.ADMINISTRATORS, *FORM),
    "webhook_secret": page(Who.ADMINISTRATORS, *WRITE),
    "webhook_try": page(Who.ADMINISTRATORS, *WRITE),
    "webhook_redeliver": page(Who.ADMINISTRATORS, *WRITE),
    # -- leaving ----------------------------------------------------------------------------
    "cancellations": page(Who.SIGNED_IN, *READ),
    "cancellation": page(Who.CASE, *READ),
    "cancellation_plan": page(Who.CASE, *READ),
    "cancellation_letter": page(Who.CASE, *READ),
    "cancellation_scan": page(Who.CASE, *READ),
    "cancellation_do": page(Who.CASE, *WRITE),
    "record_notice": page(Who.FINANCE, *FORM),
    "cancellations_export": page(Who.FIGURES, *READ),
    "exports": page(Who.FIGURES, *FORM),
    "export_file": page(Who.FIGURES, *READ),
    "month_report": page(Who.FIGURES, *READ),
    "month_export": page(Who.FIGURES, *READ),
    "call_back": page(Who.STAFF, *WRITE),
    "talk_to_us": page(Who.CUSTOMERS, *FORM),
    "give_notice": page(Who.CUSTOMERS, *FORM),
}

# Django's own administration asks for its own permissions at each page.
NAMESPACES = {"admin": Who.ADMINISTRATION}


def row_for(name: str) -> Page | None:
    """The row of an address by its name, or None where nobody wrote one."""
    namespace = name.split(":", maxsplit=1)[0]
    if namespace in NAMESPACES:
        return page(NAMESPACES[namespace], *FORM)
    return PAGES.get(name)
