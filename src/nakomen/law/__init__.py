"""Statute: dated tables with their sources, and the pure sums over them (calendar, interest, costs, VAT, retention)."""
