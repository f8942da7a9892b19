"""The addresses of this part."""

from django.urls import URLPattern, URLResolver, path
from django.views.decorators.http import require_POST

from nakomen.web.desk.guided import register, signing, views

urlpatterns: list[URLPattern | URLResolver] = [
    path("register/", register.register, name="register"),
    path("register/draft/", require_POST(register.register_draft), name="register_draft"),
    path("clients/<uuid:client>/signing/", signing.signing, name="signing"),
    path("clients/<uuid:client>/guided/<str:name>/", views.guided, name="guided"),
    path("clients/<uuid:client>/guided/<str:name>/draft/", require_POST(views.guided_draft), name="guided_draft"),
]
