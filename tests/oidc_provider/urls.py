"""The provider's addresses: its standard ones, and a door where a test says who somebody is."""

from __future__ import annotations

import json
from datetime import timedelta

from django.contrib.auth import login
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.urls import include, path
from django.utils import timezone


def enter(request: HttpRequest) -> HttpResponse:
    """Signs in as the subject `as`, with the claims in `claims`, `ago` seconds ago."""
    if "as" not in request.GET:
        return HttpResponse("who are you?", status=200)
    user, _ = User.objects.get_or_create(username=request.GET["as"])
    user.last_name = json.dumps(json.loads(request.GET["claims"]))
    user.save()
    login(request, user)  # type: ignore[arg-type] # the provider has users of its own
    ago = timedelta(seconds=int(request.GET.get("ago", "0")))
    User.objects.filter(pk=user.pk).update(last_login=timezone.now() - ago)  # which it tells as `auth_time`
    return HttpResponse(f"signed in as {user.pk}")


urlpatterns = [path("enter/", enter), path("", include("oauth2_provider.urls", namespace="oauth2_provider"))]
