"""The migrations, each named by what it brings and its number."""
