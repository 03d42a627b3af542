"""What a search finds."""

from django.db.models import Q

from macd.models import Line


def matching(text: str) -> Q:
    """Documents that a search finds: by number, reference, customer, office, service or person."""
    found = Q()
    for word in text.replace("\x00", " ").split()[:6]:
        found &= (
            Q(number__icontains=word)
            | Q(reference__icontains=word)
            | Q(po_number__icontains=word)
            | Q(customer__legal_name__icontains=word)
            | Q(requester__name__icontains=word)
            | Q(office__name__icontains=word)
            | Q(office__street__icontains=word)
            | Q(office__municipality__icontains=word)
            | Q(pk__in=Line.objects.filter(service__service_id__icontains=word).values("document"))
        )
    return found
