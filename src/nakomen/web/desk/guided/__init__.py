"""Guided forms: long acts in steps, and registering a client up to a signable agreement."""
