import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createLogger } from '../logger.ts';
import { createSecretRegistry } from '../masking/secret-registry.ts';
import { enrol } from './enrol.ts';

let dataDir: string;
let broker: Server;
beforeEach(() => {
  dataDir = mkdtempSync(path.join(tmpdir(), 'coinslot-enrol-'));
});
afterEach(() => {
  broker.close();
  rmSync(dataDir, { recursive: true, force: true });
});

test('told to wait, a worker asks again when it may, and not before', async () => {
  const askedAt: number[] = [];
  broker = createServer((_request, response) => {
    askedAt.push(performance.now());
    if (askedAt.length === 1) return void response.writeHead(429, { 'retry-after': '2' }).end('{}');
    const worker = {
      workerId: '6b0b9c3e-0a0e-4d0f-9a43-0f5f2a2d3c11',
      brokerId: '6b0b9c3e-0a0e-4d0f-9a43-0f5f2a2d3c12',
      name: 'w-1',
    };
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(worker));
  });
  await new Promise<void>((resolve) => broker.listen(0, '127.0.0.1', resolve));
  const { port } = broker.address() as AddressInfo;
  const identity = await enrol(
    {
      dataDir,
      brokerOrigin: `http://127.0.0.1:${port}`,
      token: 'a-token',
      signal: new AbortController().signal,
    },
    createLogger('silent', createSecretRegistry()),
  );
  expect(identity.name).toBe('w-1');
  const [first = 0, second = 0] = askedAt;
  // The first try after a failure would come within a second.
  expect(second - first).toBeGreaterThanOrEqual(1990);
});
