"""A PostgreSQL server for the tests of a process, and a database for each test."""

from tests.support.postgres import database, postgres, url

__all__ = ["database", "postgres", "url"]
