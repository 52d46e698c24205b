"""Whole lives of what a zone has, run on a chain of their own to be looked at."""
