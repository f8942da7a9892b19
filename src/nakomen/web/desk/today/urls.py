"""The addresses of the work list, and of a person's calendar."""

from django.urls import URLPattern, URLResolver, path

from nakomen.web.desk.today import calendars, exporting, views

urlpatterns: list[URLPattern | URLResolver] = [
    path("today/", views.today, name="today"),
    path("today/export/<str:form>/", exporting.export, name="today_export"),
    path("today/filters/", views.saved_filters, name="today_filters"),
    path("today/filters/<int:number>/", views.saved_filter, name="today_filter"),
    path("today/calendar/", calendars.settings_page, name="today_calendar"),
    path("calendar/<uuid:organisation>/<str:token>.ics", calendars.calendar, name="calendar"),
]
