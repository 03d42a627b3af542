"""What customers do themselves: users and SIMs, at once and on record (rules 61 to 64)."""

from services.selfservice.actions import (
    CHANNEL,
    SelfServiceRefused,
    fail_action,
    finish_action,
    start_action,
)
from services.selfservice.blocking import CAN_BE_BLOCKED, block_sim, unblock_sim
from services.selfservice.carrying import cancelled_orders, carry_out, was_cancelled
from services.selfservice.homes import move_home
from services.selfservice.iccid import IccidRefused, compact_iccid
from services.selfservice.sims import (
    activate_sim,
    adopt_sim,
    cancel_order,
    end_sim,
    is_mobile,
    order_sim,
    refuse_order,
    replace_sim,
    retire_sims,
    ship_sim,
    show_code,
)
from services.selfservice.users import NoLicenceLeft, add_user, remove_user

__all__ = [
    "CAN_BE_BLOCKED",
    "CHANNEL",
    "IccidRefused",
    "NoLicenceLeft",
    "SelfServiceRefused",
    "activate_sim",
    "add_user",
    "adopt_sim",
    "block_sim",
    "cancel_order",
    "cancelled_orders",
    "carry_out",
    "compact_iccid",
    "end_sim",
    "fail_action",
    "finish_action",
    "is_mobile",
    "move_home",
    "order_sim",
    "refuse_order",
    "remove_user",
    "replace_sim",
    "retire_sims",
    "ship_sim",
    "show_code",
    "start_action",
    "unblock_sim",
    "was_cancelled",
]
