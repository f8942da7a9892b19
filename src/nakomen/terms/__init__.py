"""The conditions as data: one TOML file for each set, and what loads, checks and compares them."""
