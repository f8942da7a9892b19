"""The addresses of this part."""

from django.urls import URLPattern, URLResolver, path

from nakomen.web.desk.acts.choosing import act_choose
from nakomen.web.desk.acts.correcting import act_correct, act_retract
from nakomen.web.desk.acts.draft_views import draft_drop, draft_drop_free, draft_save, draft_save_free
from nakomen.web.desk.acts.recording import act_new

urlpatterns: list[URLPattern | URLResolver] = [
    path("clients/<uuid:client>/record/", act_choose, name="act_choose"),
    path("clients/<uuid:client>/record/<str:kind>/", act_new, name="act_new"),
    path("clients/<uuid:client>/acts/<int:seq>/correct/", act_correct, name="act_correct"),
    path("clients/<uuid:client>/acts/<int:seq>/retract/", act_retract, name="act_retract"),
    path("clients/<uuid:client>/drafts/<str:form>/", draft_save, name="draft_save"),
    path("clients/<uuid:client>/drafts/<str:form>/drop/", draft_drop, name="draft_drop"),
    path("drafts/<str:form>/", draft_save_free, name="draft_save_free"),
    path("drafts/<str:form>/drop/", draft_drop_free, name="draft_drop_free"),
]
