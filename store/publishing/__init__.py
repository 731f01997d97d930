"""The data for analysts: the documented views as tables, in a SQLite file or on a PostgreSQL server.

Import publishing. It imports store.db and reads the views of a database; nothing else needs it.
"""
