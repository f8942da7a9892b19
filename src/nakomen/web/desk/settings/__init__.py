"""Settings: the organisation, its conditions and people, access and what runs in the background."""
