"""The short codes that tell a customer's offices apart."""

import unicodedata

from offices.models import Office


def next_code(*, customer_id: int, municipality: str) -> str:
    """A code for a new office: three letters of its town, with a number where they are taken."""
    plain = unicodedata.normalize("NFKD", municipality).encode("ascii", "ignore").decode()
    base = "".join(sign for sign in plain.upper() if sign.isalnum())[:3] or "OFF"
    codes = Office.objects.filter(customer_id=customer_id, code__startswith=base)
    taken = set(codes.values_list("code", flat=True))
    numbered = (f"{base}{number}" for number in range(2, len(taken) + 3))
    return base if base not in taken else next(code for code in numbered if code not in taken)
