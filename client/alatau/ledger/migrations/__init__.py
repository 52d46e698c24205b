"""What made the tables, in alembic's form: one file of `versions` after another."""
