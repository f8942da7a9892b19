"""May I, and why: a screen for each power, and the reason tree of each duty, amount and refusal."""
