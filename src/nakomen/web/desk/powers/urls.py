"""The addresses of this part."""

from django.urls import URLPattern, URLResolver, path

from nakomen.web.desk.stub import stub

urlpatterns: list[URLPattern | URLResolver] = [
    path("clients/<uuid:client>/may/", stub, name="may"),
    path("clients/<uuid:client>/may/<str:power>/", stub, name="may_power"),
    path("clients/<uuid:client>/explain/", stub, name="explain"),
]
