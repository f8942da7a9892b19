"""The desk: the screens on which administration and professionals work all day.

A package per part, each with its own `urls`. A view is a function of a `Desk`, made by the decorator `desk` in
asking.py, which opens the organisation's transaction.
"""
