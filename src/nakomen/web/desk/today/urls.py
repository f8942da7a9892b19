"""The addresses of this part."""

from django.urls import URLPattern, URLResolver, path

from nakomen.web.desk.stub import stub

urlpatterns: list[URLPattern | URLResolver] = [
    path("today/", stub, name="today"),
    path("today/export/<str:form>/", stub, name="today_export"),
]
