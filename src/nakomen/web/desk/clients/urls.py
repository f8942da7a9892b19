"""The addresses of this part."""

from django.urls import URLPattern, URLResolver, path

from nakomen.web.desk.stub import stub

urlpatterns: list[URLPattern | URLResolver] = [
    path("clients/", stub, name="clients"),
    path("clients/search/", stub, name="client_search"),
    path("clients/<uuid:client>/", stub, name="client"),
    path("clients/<uuid:client>/acts/", stub, name="client_acts"),
    path("clients/<uuid:client>/acts/<int:seq>/", stub, name="client_act"),
    path("clients/<uuid:client>/log/", stub, name="client_log"),
    path("clients/<uuid:client>/emergency/", stub, name="client_emergency"),
]
