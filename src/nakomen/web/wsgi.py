"""What a web server runs: `granian --interface wsgi nakomen.web.wsgi:application`."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nakomen.settings")
application = get_wsgi_application()

# What was loaded stays: the collector need not go through it again with every few requests.
gc.collect()
gc.freeze()
gc.set_threshold(50_000, 20, 100)
