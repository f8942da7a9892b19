"""The addresses of this part."""

from django.urls import URLPattern, URLResolver, path

from nakomen.web.desk.clients.acts import client_act, client_acts
from nakomen.web.desk.clients.emergency import client_emergency
from nakomen.web.desk.clients.file import client_file
from nakomen.web.desk.clients.listing import clients
from nakomen.web.desk.clients.log import client_log
from nakomen.web.desk.clients.searching import client_search

urlpatterns: list[URLPattern | URLResolver] = [
    path("clients/", clients, name="clients"),
    path("clients/search/", client_search, name="client_search"),
    path("clients/emergency/", client_emergency, name="client_emergency"),
    path("clients/<uuid:client>/", client_file, name="client"),
    path("clients/<uuid:client>/acts/", client_acts, name="client_acts"),
    path("clients/<uuid:client>/acts/<int:seq>/", client_act, name="client_act"),
    path("clients/<uuid:client>/log/", client_log, name="client_log"),
]
