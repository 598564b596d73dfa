import { expect, test } from 'vitest';
import { createTestDatabase } from '../../database/testing/test-database.ts';
import { setLedgerOnFire } from './testing/ledger-fire.ts';

test('1,000 concurrent movements, with lost transactions and killed connections, keep the books exact', async () => {
  const database = await createTestDatabase();
  try {
    const counts = await setLedgerOnFire(
      { ...database, applicationName: 'coinslot test' },
      { seed: 20, movements: 1000, clients: 16 },
    );
    // The run was worth something: coins ran out, ends happened, transactions lost, connections died.
    expect(counts.refused).toBeGreaterThan(10);
    expect(counts.ended).toBeGreaterThan(20);
    expect(counts.lost).toBeGreaterThan(50);
    expect(counts.killed).toBeGreaterThan(5);
  } finally {
    await database.close();
  }
}, 120_000);
