import pg from 'pg';

/**
 * The role and the database, made on the first start. The role is no superuser, so that what the migrations revoke is really
 * out of its reach; it may create databases, from which tests clone theirs.
 */
export async function createDatabase(superuserUrl: string, password: string): Promise<void> {
  const client = new pg.Client({ connectionString: superuserUrl, connectionTimeoutMillis: 10_000 });
  client.on('error', () => undefined);
  await client.connect();
  try {
    const role = await client.query(`select 1 from pg_roles where rolname = 'coinslot'`);
    if (role.rowCount === 0) {
      await client.query(
        `create role coinslot login createdb nosuperuser password ${client.escapeLiteral(password)}`,
      );
    }
    const database = await client.query(`select 1 from pg_database where datname = 'coinslot'`);
    if (database.rowCount === 0) {
      await client.query('create database coinslot owner coinslot');
      await client.query('revoke connect on database coinslot from public');
    }
  } finally {
    await client.end();
  }
}
