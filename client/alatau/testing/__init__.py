"""Public helpers for tests, and the generator of the example day."""
