"""The addresses of this part."""

from django.urls import URLPattern, URLResolver, path

from nakomen.web.desk.stub import stub

urlpatterns: list[URLPattern | URLResolver] = [
    path("o/<slug:slug>/", stub, name="public"),
    path("o/<slug:slug>/conditions/", stub, name="public_conditions"),
]
