"""Today: the work list, saved filters, exports, and the calendar feed."""
