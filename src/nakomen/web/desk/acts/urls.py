"""The addresses of this part."""

from django.urls import URLPattern, URLResolver, path

from nakomen.web.desk.stub import stub

urlpatterns: list[URLPattern | URLResolver] = [
    path("clients/<uuid:client>/record/", stub, name="act_choose"),
    path("clients/<uuid:client>/record/<str:kind>/", stub, name="act_new"),
    path("clients/<uuid:client>/acts/<int:seq>/correct/", stub, name="act_correct"),
    path("clients/<uuid:client>/acts/<int:seq>/retract/", stub, name="act_retract"),
]
