"""What is done in a case: each in one transaction with its history and what it owes."""

from finance.operations.calling import ask_call_back, tell_called
from finance.operations.deciding import allow_request, decide_item, decide_number
from finance.operations.executing import execute_agreement, execute_due
from finance.operations.noticing import give_notice, record_notice
from finance.operations.planning import accept, choose_end, confirm_immediate, plan_closing
from finance.operations.stopping import hold_stopped
from finance.operations.talking import (
    answer_hand_over,
    hand_over,
    note_change,
    write_note,
)
from finance.operations.withdrawing import withdraw_notice

__all__ = [
    "accept",
    "allow_request",
    "answer_hand_over",
    "ask_call_back",
    "choose_end",
    "confirm_immediate",
    "decide_item",
    "decide_number",
    "execute_agreement",
    "execute_due",
    "give_notice",
    "hand_over",
    "hold_stopped",
    "note_change",
    "plan_closing",
    "record_notice",
    "tell_called",
    "withdraw_notice",
    "write_note",
]
