"""Words of the settings in pages: roles, permissions, who pays, tasks."""

from __future__ import annotations

from django import template

from nakomen.web.desk.settings import telling

register = template.Library()

register.filter("role", telling.role)
register.filter("role_list", telling.role_list)
register.filter("permission", telling.permission)
register.filter("payer", telling.payer)
register.filter("vat", telling.vat)
register.filter("task", telling.task)
register.filter("letter", telling.letter)
register.filter("flaw_text", telling.flaw_text)
register.filter("period", telling.period)
