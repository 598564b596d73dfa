import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestBroker, type TestBroker } from '../testing/test-broker.ts';

let folder: string;
let broker: TestBroker;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'coinslot-web-'));
  await mkdir(path.join(folder, 'web', 'assets'), { recursive: true });
  await writeFile(path.join(folder, 'web', 'index.html'), '<title>the page</title>');
  await writeFile(path.join(folder, 'web', 'assets', 'app-1.js'), 'run()');
  await writeFile(path.join(folder, 'secret.txt'), 'outside');
  broker = await startTestBroker({
    BROKER_WEB_DIR: path.join(folder, 'web'),
    BROKER_PUBLIC_URL: 'http://127.0.0.1:8080',
  });
});
afterAll(async () => {
  await broker.close();
  await rm(folder, { recursive: true, force: true });
});

test('every address of the dashboard gives its one page, never kept; assets are kept for a year', async () => {
  for (const address of ['/', '/machines/42', '/admin/workers?x=1']) {
    const page = await broker.visitor().get(address);
    expect(page).toMatchObject({ status: 200, body: '<title>the page</title>' });
    expect(page.headers.get('cache-control')).toBe('no-cache');
    expect(page.headers.get('content-security-policy')).toContain("default-src 'self'");
  }
  const asset = await broker.visitor().get('/assets/app-1.js');
  expect(asset).toMatchObject({ status: 200, body: 'run()' });
  expect(asset.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
});

test('an unknown file or an unknown route of the API is a problem document, not the page', async () => {
  for (const address of ['/assets/gone.js', '/api/v1/nothing', '/api/auth/list-sessions', '/favicon.ico']) {
    const missing = await broker.visitor().get(address);
    expect(missing).toMatchObject({
      status: 404,
      body: { code: 'not_found', requestId: expect.any(String) },
    });
    expect(missing.headers.get('content-type')).toContain('application/problem+json');
  }
});

test('no spelling of an address leads out of the folder', async () => {
  for (const address of [
    '/../secret.txt',
    '/%2e%2e/secret.txt',
    '/..%2fsecret.txt',
    '/assets/..%2f..%2fsecret.txt',
    '/%00.txt',
  ]) {
    const { status, text } = await getRaw(address);
    expect({ address, status, leaked: text.includes('outside') }).toEqual({
      address,
      status: 404,
      leaked: false,
    });
  }
});

test('somebody who typed localhost is led to the public origin, and never to another host', async () => {
  const { port } = new URL(broker.url);
  for (const [address, location] of [
    ['/machines/42?x=1', '/machines/42?x=1'],
    ['//evil.test/x', '/evil.test/x'],
    ['/\\evil.test/x', '/evil.test/x'],
    ['///evil.test/x', '/evil.test/x'],
    ['/\\/evil.test/x', '/evil.test/x'],
  ] as const) {
    const answer = await getRaw(address, `localhost:${port}`);
    expect({ address, status: answer.status, location: answer.location }).toEqual({
      address,
      status: 302,
      location: `http://127.0.0.1:8080${location}`,
    });
  }
});

test('a Host that is none, and an address that cannot be read, are wrong requests with a problem document', async () => {
  const asked = [
    ...['a b', '[', 'localhost:99999'].map((host) => getRaw('/machines', host)),
    ...['/%', '/%ff', '/api/v1/machines/%ff'].map((address) => getRaw(address)),
  ];
  for (const { status, text } of await Promise.all(asked)) {
    expect(status).toBe(400);
    expect(JSON.parse(text)).toMatchObject({ code: 'invalid_request', requestId: expect.any(String) });
  }
});

// fetch would tidy the path before it is sent.
function getRaw(
  address: string,
  host?: string,
): Promise<{ status: number; text: string; location: string | undefined }> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(broker.url);
    const headers = host === undefined ? {} : { host };
    request({ hostname, port, path: address, headers }, (response) => {
      let text = '';
      const { statusCode: status = 0, headers: answered } = response;
      response.on('data', (chunk: Buffer) => (text += chunk.toString()));
      response.on('end', () => resolve({ status, text, location: answered.location }));
    })
      .on('error', reject)
      .end();
  });
}
