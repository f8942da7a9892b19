"""The addresses of this part."""

from django.urls import URLPattern, URLResolver, path

from nakomen.web.desk.overview import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("overview/", views.overview, name="overview"),
    path("overview/count/", views.count, name="overview_count"),
    path("overview/export/<str:form>/", views.export, name="overview_export"),
]
