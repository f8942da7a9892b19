"""Demonstration data: two fictitious providers with clients in every phase of the relation, made of acts alone.

Everything is invented and follows from its arguments: the same day gives the same bytes, another day moves all along.
"""

from nakomen.demo.clients import clients
from nakomen.demo.large import large
from nakomen.demo.model import DemoClient, DemoOrganisation, DemoService, DemoStaff
from nakomen.demo.organisations import organisations
from nakomen.demo.registers import DemoRegisters, registers

__all__ = [
    "DemoClient",
    "DemoOrganisation",
    "DemoRegisters",
    "DemoService",
    "DemoStaff",
    "clients",
    "large",
    "organisations",
    "registers",
]
