"""The addresses of this part."""

from django.urls import URLPattern, URLResolver, path

from nakomen.web.desk.powers import billing, explaining, views

urlpatterns: list[URLPattern | URLResolver] = [
    path("clients/<uuid:client>/may/", views.may, name="may"),
    path("clients/<uuid:client>/may/<str:power>/", views.may_power, name="may_power"),
    path("clients/<uuid:client>/explain/", explaining.explain, name="explain"),
    path("clients/<uuid:client>/bill/", billing.bill, name="bill"),
]
