"""The app of everything that is reached over the web; it has no tables."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Pages, signing in and the API."""

    name = "nakomen.web"
    label = "web"
    verbose_name = "Nakomen: what is reached over the web"

    def ready(self) -> None:
        """Connects what must happen at a sign-in."""
        from nakomen.web.accounts import receivers

        receivers.connect()
