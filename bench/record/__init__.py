"""The record measured: import, appends, reading through the API, sweep and verification, each beside its limit.

Each step runs in a process of its own (`python -m bench.record.steps`), on an installation in a folder that can stay.
"""
