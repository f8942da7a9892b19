"""The tables as they were made and changed, in order."""
