"""The commands of `nakomen`, a module for each group: what they take, and how they show their answers to a person."""
