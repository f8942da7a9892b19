"""A real OpenID Connect provider (django-oauth-toolkit) that a test starts on loopback, in a process of its own."""
