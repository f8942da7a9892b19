"""Writes docs/reference/ from the data, and the output of the commands that the documents show.

`python -m docs.generate` (or `make docs`) writes; a test holds that what is committed equals what the data gives.
"""
