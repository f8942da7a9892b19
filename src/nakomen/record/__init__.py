"""What is kept: the ledger and its keys, organisations and their people, access and its log, read copies, search."""
