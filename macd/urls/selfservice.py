"""What needs no request: users, SIMs, and the list of what was done."""

from django.urls import URLPattern, path

from macd.views.selfservice import homes, orders, overview, sims, users

SIM = "self-service/sims/<uuid:public_id>/"

urlpatterns: list[URLPattern] = [
    path("self-service/", overview.self_service, name="self_service"),
    path("self-service/history/", overview.self_service_history, name="self_service_history"),
    path("self-service/users/new/", users.user_new, name="user_new"),
    path("self-service/users/<str:service_id>/remove/", users.user_remove, name="user_remove"),
    path("self-service/users/<str:service_id>/home/", homes.user_home, name="user_home"),
    path("self-service/sims/new/", sims.sim_new, name="sim_new"),
    path(SIM, sims.sim, name="sim"),
    path(f"{SIM}home/", homes.sim_home, name="sim_home"),
    path(f"{SIM}<slug:step>/", sims.sim_step, name="sim_step"),
    path("operations/sims/", orders.sim_orders, name="sim_orders"),
    path("operations/sims/<uuid:public_id>/", orders.sim_order, name="sim_order"),
]
