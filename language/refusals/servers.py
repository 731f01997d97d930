"""Messages about a server that is exchanged through, and about data that are published."""

from __future__ import annotations

from typing import Final

from language import N_

ROW: Final = N_(
    "{file} on {server} is no file that the sender under whose name it lies there has signed, or is not whole"
    " any more. Nothing of it was taken. If that sender has put one there, it is told and sends it again at"
    " its next visit. Tell who keeps the server."
)
"""What is said of a row in place of a file that can be copied or chosen anew."""
NO_FILE: Final = frozenset(
    ("changeset_enrolment", "changeset_hash", "changeset_magic", "changeset_mangled", "changeset_signature",
     "changeset_trailing", "changeset_truncated", "sealed_damaged")
)  # fmt: skip
"""Refusals of files of which that is said where they are rows of a server."""

SERVERS: Final = {
    "data_busy": N_(
        "Somebody else publishes or keeps the tables on {server} busy at this moment ({detail}). Nothing was"
        " written: publish once more when that is done."
    ),
    "data_damaged": N_(
        "The published file {file} is damaged, so nothing was written into it. Nothing is lost: all of it"
        " comes from the database. Remove the file, and publish once more."
    ),
    "data_forbidden": N_(
        "The server {server} does not let you publish there ({detail}). Nothing was written. Ask who keeps it"
        " for the right to make schemas (GRANT CREATE ON DATABASE), or for a schema of your own."
    ),
    "data_other_file": N_(
        "{file} is no file that data were published into, so it is left as it is. Choose another name."
    ),
    "data_other_plan": N_(
        "In {place} stand the data of another plan ({found}), and nothing was published. Choose another file,"
        " or another schema with --schema."
    ),
    "data_other_tables": N_(
        "In {place} stand tables of somebody else ({found}), and nothing was published. Choose another schema"
        " with --schema."
    ),
    "data_refused": N_(
        "The server {server} has not taken the data ({detail}). Nothing was written: what stood there stands"
        " still. Publish once more, or tell who keeps the server."
    ),
    "port_taken": N_("Another program listens at port {port} of this computer. Choose another: --port N."),
    "serve_missing": N_(
        "This needs {library}, which no bundle of Terren has. With internet it is installed by “{command}”."
        " Without, open the database with a program that reads SQLite: terren guide data"
    ),
    "server_broken_off": N_(
        "The server {server} broke off what it was asked ({detail}). What was taken stays, and nothing of"
        " yours is lost: it is sent the next time. If it goes on, tell who keeps the server: the time that"
        " your login has for a question (statement_timeout) may be too short."
    ),
    "server_busy": N_(
        "Somebody else keeps the server {server} busy ({detail}). What could be read there was taken, and"
        " nothing of yours is lost: it is sent the next time. If it goes on, tell who keeps the server."
    ),
    "server_certificate": N_(
        "The server {server} has not proven that it is the right one ({detail}). Nothing was sent: it may be"
        " another. Check the host in the address, and the file with the server's certificate:"
        " ?sslmode=verify-full&sslrootcert=FILE. Who keeps the server gives you that file."
    ),
    "server_database": N_(
        "The server {server} has no such database ({detail}). Check the address, or ask who keeps the server."
    ),
    "server_empty": N_(
        "On {server} stand no tables of Terren. Check the address; who keeps the server makes them with"
        " “terren server init”."
    ),
    "server_encoding": N_(
        "The database {server} is in the encoding {found}, which does not hold the letters of all names, so"
        " nothing was taken or sent. Who keeps the server makes another, of which this is the address then:"
        " createdb -E UTF8 -T template0 --locale=C NAME"
    ),
    "server_forbidden": N_(
        "The server {server} does not let you do this ({detail}). Ask who keeps it to make you a member of"
        " the role {role}; where you are one, “terren server upgrade” renews its rights."
    ),
    "server_full": N_(
        "The disk of the server {server} is full. What was taken stays, and nothing of yours is lost: it is"
        " sent the next time. Tell who keeps the server."
    ),
    "server_gap": N_(
        "On {server} something is missing that has been there: {file}. Its sender is told and, unless it"
        " lies there anew already, sends it again at the next visit. Tell who keeps the server."
    ),
    "server_gone": N_(
        "The server {server} has gone ({detail}). What was taken stays, and nothing of yours is lost: it is"
        " sent the next time."
    ),
    "server_login": N_("The server {server} does not know you ({detail}). Check the user in the address."),
    "server_newer": N_(
        "The tables on {server} are newer (form {form}) than this Terren knows (form {known}). Nothing was"
        " taken or sent; install the newer version of Terren."
    ),
    "server_no_room": N_(
        "The server {server} has no connection left for you ({detail}). Nothing of yours is lost: go on"
        " working, and try again later. If it goes on, tell who keeps the server."
    ),
    "server_not_made": N_(
        "The server {server} has not done this ({detail}). Put right what it says and say it once more: what"
        " was made of the tables until then stays."
    ),
    "server_not_owner": N_(
        "The server {server} does not let you make the tables or give rights to them ({detail}). Do it as the"
        " owner of the tables where they stand, else as that of the database (createdb -O NAME):"
        " postgresql://NAME@HOST/DATABASE."
    ),
    "server_older": N_(
        "The tables on {server} are older (form {form}) than this Terren needs (form {known}). Nothing was"
        " taken or sent; who keeps the server brings them up to date with “terren server upgrade”."
    ),
    "server_password": N_(
        "The server {server} does not accept the password. Correct its line in the file of passwords"
        " (.pgpass) and try again. Where it is right, ask who keeps the server: the password may have"
        " expired, or the login have another name."
    ),
    "server_password_missing": N_(
        "The server {server} asks for a password. Write it into the file of passwords, ~/.pgpass, or on"
        " Windows %APPDATA%\\postgresql\\pgpass.conf, in a line HOST:PORT:DATABASE:USER:PASSWORD; nobody but"
        " you may be able to read the file (chmod 600), or it is passed over."
    ),
    "server_password_variable": N_(
        "The server {server} does not accept the password in the environment variable PGPASSWORD, which comes"
        " before the file of passwords (.pgpass). Correct it, or take the variable away, and try again. Where"
        " it is right, ask who keeps the server: the password may have expired, or the login have another"
        " name."
    ),
    "server_read_only": N_(
        "The server {server} can only be read ({detail}). What was taken stays; yours is sent the next time."
    ),
    "server_refused": N_(
        "The server {server} has refused this ({detail}). What was taken stays, and nothing of yours is lost."
        " Tell who keeps the server."
    ),
    "server_role": N_(
        "The role {role} is not there on {server}, and you may not make roles, so nothing was made. Let"
        " somebody who may say there first: {statement}"
    ),
    "server_role_keeps": N_(
        "The role {role} owns the tables on {server}, or is superuser there, so each of its members could"
        " alter what others have put there. Nothing was made; name another role, or none."
    ),
    "server_role_long": N_(
        "The name of a role has at most {limit} bytes on a server, and “{role}” has more. Choose a shorter"
        " one."
    ),
    "server_role_reserved": N_(
        "Names that begin with pg_, as {role}, are kept for roles that come with a server, so nothing was"
        " made. Choose another name."
    ),
    "server_role_word": N_(
        "“{role}” is no name that can be told from a word of SQL and read on a screen, so nothing was made."
        " Choose another name."
    ),
    "server_row_altered": N_(
        "{file} on {server} is not what its sender has put there, and nothing of it was taken. Its sender is"
        " told and, unless it lies there anew already, sends it again at the next visit. Tell who keeps the"
        " server."
    ),
    "server_row_beyond": N_(
        "On {server} somebody has put a row under your id at a number to which no desk comes: {file}. It is"
        " passed over, and keeps nothing of yours back. Tell who keeps the server: terren server upgrade says"
        " how it is removed."
    ),
    "server_setting": N_(
        "A word in the address, in the service that it names or in the environment (PG…) is not valid"
        " ({detail}). No server was asked for anything. Correct it and try again."
    ),
    "server_table": N_(
        "A table of Terren is missing on {server} ({detail}). Nothing of yours is lost. Who keeps the server"
        " puts back the database from a backup, or removes what is left (DROP SCHEMA terren CASCADE) and"
        " makes all anew with “terren server init”: the desks fill it again."
    ),
    "server_there": N_(
        "Tables of Terren stand on {server} already (form {form}). “terren server upgrade” brings them up to"
        " date."
    ),
    "server_tls": N_(
        "No encrypted connection to the server {server} could be made ({detail}). Nothing was sent. Ask who"
        " keeps the server to offer TLS; in a network that nobody else reads, ?sslmode=disable in the address"
        " does without."
    ),
    "server_turned_away": N_(
        "The server {server} does not let you in ({detail}). Your password may be right; tell who keeps the"
        " server what it says."
    ),
    "server_unreachable": N_(
        "The server {server} does not answer ({detail}). Nothing of yours is lost: go on working, it is sent"
        " the next time. Check the network and the address."
    ),
    "server_url": N_(
        "This is no address of a server. Write it as postgresql://USER@HOST/DATABASE, without a password."
    ),
    "server_url_password": N_(
        "A password stands in the address, where others can read it. Leave it out, and write it into the file"
        " of passwords, ~/.pgpass, or on Windows %APPDATA%\\postgresql\\pgpass.conf, in a line"
        " HOST:PORT:DATABASE:USER:PASSWORD."
    ),
}
"""Templates by code, sorted."""
