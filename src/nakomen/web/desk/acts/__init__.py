"""Recording an act: forms made from the kinds of acts, with a preview, drafts, corrections and retractions."""
