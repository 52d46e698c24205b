"""A run for people and programs: JSON, CSV, HTML."""
