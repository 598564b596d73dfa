import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { readConfig } from '../config.ts';
import { chooseServer } from './choose-server.ts';

test('a command that was told of no server asks the one that was started here, else the usual port', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'coinslot-server-'));
  try {
    const here = { COINSLOT_DATA_DIR: folder, XDG_CONFIG_HOME: folder };
    expect(await chooseServer(readConfig(here), undefined)).toBe('http://localhost:8080');
    await writeFile(path.join(folder, 'public-url'), 'http://localhost:14080\n');
    expect(await chooseServer(readConfig(here), undefined)).toBe('http://localhost:14080');
    const told = readConfig({ ...here, COINSLOT_SERVER: 'https://coins.example' });
    expect(await chooseServer(told, undefined)).toBe('https://coins.example');
    expect(await chooseServer(told, 'other.example')).toBe('https://other.example');
  } finally {
    await rm(folder, { recursive: true });
  }
});
