"""The addresses of this part."""

from django.urls import URLPattern, URLResolver, path

from nakomen.web.desk.stub import stub

urlpatterns: list[URLPattern | URLResolver] = [
    path("register/", stub, name="register"),
    path("clients/<uuid:client>/signing/", stub, name="signing"),
    path("clients/<uuid:client>/guided/<str:name>/", stub, name="guided"),
]
