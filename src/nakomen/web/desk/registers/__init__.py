"""Registers that clauses ask for: competence, instruction, equipment, keys, documents."""
