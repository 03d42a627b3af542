"""What is done to documents: one use case, one transaction, its history, audit and notices."""

from macd.operations.alone import done_alone
from macd.operations.clock.elapsing import let_time_pass
from macd.operations.clock.reminding import remind
from macd.operations.company.colleagues import change_colleague, end_colleague
from macd.operations.company.inviting import (
    accept_invitation,
    decline_invitation,
    invitations_to,
    invite_again,
    invite_colleague,
    no_longer_open,
    withdraw_invitation,
)
from macd.operations.company.rule import order_within_rule, rule_for, set_company_rule
from macd.operations.delivery.correcting import correct_fields
from macd.operations.delivery.delivering import take_line_step
from macd.operations.delivery.finding import record_finding
from macd.operations.delivery.porting import advance_port
from macd.operations.delivery.porting_out import PortOut, report_port_out
from macd.operations.delivery.promising import promise_day
from macd.operations.delivery.returning import receive_device
from macd.operations.delivery.shipping import send_sim
from macd.operations.delivery.stopping import let_item_go_on, stop_item
from macd.operations.desk.attending import drop_message, try_messages_again
from macd.operations.desk.handing_over import hand_over
from macd.operations.desk.hooking import (
    add_webhook,
    change_webhook,
    redeliver,
    remove_webhook,
    renew_secret,
    try_webhook,
)
from macd.operations.desk.keeping import (
    drop_reply,
    keep_reply,
    remove_view,
    save_view,
    snooze,
    wake,
)
from macd.operations.desk.presence import be_present
from macd.operations.desk.printing import drop_old_printouts, print_draft, print_table
from macd.operations.filling.addressing import correct_address
from macd.operations.filling.again import refuse_same_again, refuse_sending_again
from macd.operations.filling.attaching import attach_file, remove_file
from macd.operations.filling.completing import change_fields, decide_proposal
from macd.operations.filling.copying import copy_lines
from macd.operations.filling.deciding import decide_service
from macd.operations.filling.discussing import add_comment
from macd.operations.filling.drafting import add_lines, catch_up, open_draft, remove_line
from macd.operations.filling.repeating import Again, asked_in, installed_as, same_again
from macd.operations.filling.taking_over import take_over_installed
from macd.operations.once import new_key, once
from macd.operations.related.amending import open_amendment
from macd.operations.related.retrying import try_again
from macd.operations.related.splitting import split_move
from macd.operations.related.waiting import wait_for, wait_no_longer
from macd.operations.related.ways_back import draft_ways_back
from macd.operations.steps.joining import join
from macd.operations.steps.leaving import close_for_leaving, tell_of_leaving
from macd.operations.steps.many import MOST, Outcome, Task, do_to_many, rehearse
from macd.operations.steps.stepping import settle, take_step
from macd.operations.visits.absences import end_absence, record_absence
from macd.operations.visits.sending import Crew
from macd.operations.visits.visiting import (
    assign_visit,
    cancel_visit,
    close_visit,
    move_visit,
    plan_visit,
)

__all__ = [
    "MOST",
    "Again",
    "Crew",
    "Outcome",
    "PortOut",
    "Task",
    "accept_invitation",
    "add_comment",
    "add_lines",
    "add_webhook",
    "advance_port",
    "asked_in",
    "assign_visit",
    "attach_file",
    "be_present",
    "cancel_visit",
    "catch_up",
    "change_colleague",
    "change_fields",
    "change_webhook",
    "close_for_leaving",
    "close_visit",
    "copy_lines",
    "correct_address",
    "correct_fields",
    "decide_proposal",
    "decide_service",
    "decline_invitation",
    "do_to_many",
    "done_alone",
    "draft_ways_back",
    "drop_message",
    "drop_old_printouts",
    "drop_reply",
    "end_absence",
    "end_colleague",
    "hand_over",
    "installed_as",
    "invitations_to",
    "invite_again",
    "invite_colleague",
    "join",
    "keep_reply",
    "let_item_go_on",
    "let_time_pass",
    "move_visit",
    "new_key",
    "no_longer_open",
    "once",
    "open_amendment",
    "open_draft",
    "order_within_rule",
    "plan_visit",
    "print_draft",
    "print_table",
    "promise_day",
    "receive_device",
    "record_absence",
    "record_finding",
    "redeliver",
    "refuse_same_again",
    "refuse_sending_again",
    "rehearse",
    "remind",
    "remove_file",
    "remove_line",
    "remove_view",
    "remove_webhook",
    "renew_secret",
    "report_port_out",
    "rule_for",
    "same_again",
    "save_view",
    "send_sim",
    "set_company_rule",
    "settle",
    "snooze",
    "split_move",
    "stop_item",
    "take_line_step",
    "take_over_installed",
    "take_step",
    "tell_of_leaving",
    "try_again",
    "try_messages_again",
    "try_webhook",
    "wait_for",
    "wait_no_longer",
    "wake",
    "withdraw_invitation",
]
