"""Which items of two sides are the same money: stage by stage, by rules."""
