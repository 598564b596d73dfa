#!/bin/sh
# Runs once, when Postgres makes its folder: the role that the broker signs in as owns its database and nothing else.
set -eu
psql --quiet --no-psqlrc --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres <<'SQL'
\set password `cat /run/secrets/database_password`
create role coinslot login password :'password';
create database coinslot owner coinslot;
revoke connect on database coinslot from public;
SQL
