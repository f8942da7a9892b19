"""Clients: the list, search, and the file of a client with its time line, acts, documents and log."""
