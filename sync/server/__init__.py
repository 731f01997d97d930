"""The exchange of many desks through a PostgreSQL server: change sets as rows that are only appended.

Import server_mailbox (a mailbox on a server), tables (making and migrating its schema) and watching (news).
Nothing is taken on the server's word: what it holds are the same signed files, and every reader checks them.
It imports store and the other rooms of sync; psycopg comes from store.db.server.
"""
