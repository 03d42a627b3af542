from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse

from accounts.models import Person
from config.caching import PrivatePagesMiddleware


def cache_control(user: Person | AnonymousUser | None) -> str:
    request = HttpRequest()
    if user is not None:
        request.user = user
    answer = PrivatePagesMiddleware(lambda request: HttpResponse("page"))(request)
    return answer.headers.get("Cache-Control", "")


def test_pages_of_signed_in_people_stay_out_of_caches() -> None:
    assert set(cache_control(Person()).split(", ")) == {"private", "no-store"}


def test_public_pages_are_left_alone() -> None:
    assert cache_control(AnonymousUser()) == ""
    assert cache_control(None) == ""
