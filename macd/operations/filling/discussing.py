"""Saying something about a document."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.standing import Standing
from macd import policy
from macd.kinds import Problem, Unfit
from macd.kinds.fields import fit_long_text
from macd.models import Comment, Document
from macd.operations.recording import record_event
from macd.refusals import NotPermitted, Unsound
from macd.vocabulary import Actor, Audience, Side

COMMENTED = {Audience.SHARED: "comment", Audience.INTERNAL: "comment_internal"}


@transaction.atomic
def add_comment(
    *, document: Document, audience: str, text: str, by: Standing, at: datetime
) -> Comment:
    """Add a remark; internal ones are the provider's alone (rule 15). Raises Unsound if empty."""
    if audience not in Audience.values:
        raise Unsound(_("Choose who may read this."))
    side = policy.comments_as(by, document)
    if side is None or (audience == Audience.INTERNAL and side == Side.CUSTOMER):
        raise NotPermitted(_("You cannot comment on this request."))
    try:
        words = fit_long_text(text)
        if not words:
            raise Unfit(_("Write something first."))
    except Unfit as unfit:
        raise Unsound(str(unfit), problems=[Problem("text", str(unfit))]) from None
    comment = Comment.objects.create(
        customer_id=document.customer_id,
        document=document,
        audience=Audience(audience),
        text=words,
        by_id=by.person_id,
        side=side,
        at=at,
    )
    shared = comment.audience == Audience.SHARED
    told = Actor.REQUESTER if side == Side.PROVIDER else Actor.ACCOUNT_MANAGER
    record_event(
        document=document,
        step=COMMENTED[Audience(audience)],
        at=at,
        by=by,
        actor=Actor.READER if side == Side.CUSTOMER else Actor.ACCOUNT_MANAGER,
        tell=frozenset({told}) if shared and policy.is_shared(document) else frozenset(),
        facts={"comment": comment.pk},
    )
    return comment
