"""The engine: norms, their expressions, the standing of a client, powers and explanations. Standard library only."""
