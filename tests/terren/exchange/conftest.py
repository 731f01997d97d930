"""A PostgreSQL server for the tests of a process, and a database with Terren's tables for each test."""

from tests.support.postgres import database, postgres, url

__all__ = ["database", "postgres", "url"]
