"""What a provider of care at home and its client owe each other, by when, at what cost, and under which clause.

Acts go in; the standing comes out; work follows from the standing.
"""

__version__ = "0.1.0"
