"""Figures for board and quality: per clause, team and month, with charts and their tables."""
