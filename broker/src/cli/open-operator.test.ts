import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { readConfig } from '../config.ts';
import { nameAddress } from './open-operator.ts';

test('operator’s commands print the address at which this data folder is served, unless one is configured', async () => {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'coinslot-operator-'));
  const addressOf = async (environment: Record<string, string>) =>
    (await nameAddress(readConfig({ COINSLOT_DATA_DIR: dataDir, ...environment }))).http.publicUrl;
  try {
    expect(await addressOf({})).toBe('http://localhost:8080');
    await writeFile(path.join(dataDir, 'public-url'), 'http://localhost:14080\n');
    expect(await addressOf({})).toBe('http://localhost:14080');
    const own = { BROKER_PUBLIC_URL: 'https://coins.example' };
    expect(await addressOf(own)).toBe('https://coins.example');
  } finally {
    await rm(dataDir, { recursive: true });
  }
});
