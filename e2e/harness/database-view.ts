import pg from 'pg';
import { z } from 'zod';

const DatabaseUrl = z.object({ url: z.string() });

/** The product's own database, for looking only. Asks for its address at the first look: the embedded one keeps it. */
export function openDatabaseView(askUrl: () => Promise<string>) {
  let opening: Promise<pg.Pool> | undefined;

  async function open(): Promise<pg.Pool> {
    const { url } = DatabaseUrl.parse(JSON.parse(await askUrl()));
    const pool = new pg.Pool({ connectionString: url, max: 2 });
    // An idle connection may be cut when the product stops.
    pool.on('error', () => undefined);
    return pool;
  }

  return {
    async query<Row extends pg.QueryResultRow>(sql: string, values: unknown[]): Promise<Row[]> {
      opening ??= open();
      return (await (await opening).query<Row>(sql, values)).rows;
    },
    async close(): Promise<void> {
      await (await opening)?.end();
    },
  };
}
