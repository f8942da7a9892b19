"""What a web server runs: `granian --interface wsgi nakomen.web.wsgi:application`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nakomen.settings")
application = get_wsgi_application()
