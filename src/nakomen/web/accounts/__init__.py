"""Signing in: what this installation asks of django-allauth beyond its settings."""
