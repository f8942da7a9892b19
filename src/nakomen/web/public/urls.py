"""The addresses of this part."""

from django.urls import URLPattern, URLResolver, path

from nakomen.web.public import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("o/<slug:slug>/", views.overview, name="public"),
    path("o/<slug:slug>/conditions/", views.conditions, name="public_conditions"),
    path("o/<slug:slug>/conditions/<str:published>/", views.conditions_version, name="public_conditions_version"),
    path(
        "o/<slug:slug>/conditions/<str:published>/changes/", views.conditions_changes, name="public_conditions_changes"
    ),
    path("o/<slug:slug>/choice/", views.choice, name="public_choice"),
    path("o/<slug:slug>/choice/<int:version>/", views.choice, name="public_choice_version"),
    path("o/<slug:slug>/complaints/", views.complaints, name="public_complaints"),
    path("o/<slug:slug>/complaints/<int:version>/", views.complaints, name="public_complaints_version"),
    path("o/<slug:slug>/privacy/", views.privacy, name="public_privacy"),
    path("o/<slug:slug>/privacy/<int:version>/", views.privacy, name="public_privacy_version"),
    path("o/<slug:slug>/accessibility/", views.accessibility, name="public_accessibility"),
    path("o/<slug:slug>/accessibility/<int:version>/", views.accessibility, name="public_accessibility_version"),
]
