"""Pages of an organisation that anybody may read: conditions, complaint scheme, privacy, choice information."""
