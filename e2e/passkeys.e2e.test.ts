import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser, Page } from 'puppeteer';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type RunningProcess, runProcess } from '../broker/src/testing/run-process.ts';
import { launchBrowser } from '../web/src/testing/launch-browser.ts';
import { freePorts } from './harness/free-port.ts';

let dataDir: string;
let origin: string;
let broker: RunningProcess;
let browser: Browser;
beforeEach(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), 'coinslot-passkeys-'));
  const port = await freePorts(1);
  origin = `http://localhost:${port}`;
  broker = runProcess('main.ts', [], {
    NODE_ENV: 'test',
    COINSLOT_DATA_DIR: dataDir,
    BROKER_PORT: String(port),
    BROKER_PUBLIC_URL: origin,
  });
  await broker.says('broker is listening');
  browser = await launchBrowser();
});
afterEach(async () => {
  await browser.close();
  broker.child.kill('SIGTERM');
  await broker.ended;
  await rm(dataDir, { recursive: true, force: true });
});

test('Chromium makes a passkey at the real broker, signs in with it after a sign-out, and is refused when nobody unlocks it', async () => {
  const page = await browser.newPage();
  await page.goto(`${origin}/healthz`);
  const setVerified = await plugInDevice(page);
  const account = { name: 'Ada', email: 'ada@example.org', password: 'correct horse battery' };
  expect(await post(page, '/api/auth/sign-up/email', account)).toMatchObject({ status: 200 });

  const made = await withPasskey(page, 'create', '/api/v1/account/passkeys/options');
  const kept = await post(page, '/api/v1/account/passkeys', { name: 'This laptop', response: made });
  expect(kept).toMatchObject({ status: 201, body: { name: 'This laptop' } });
  expect(await post(page, '/api/auth/sign-out', {})).toMatchObject({ status: 204 });

  const used = await withPasskey(page, 'get', '/api/v1/sign-in/passkey/options');
  expect(await post(page, '/api/v1/sign-in/passkey', { response: used })).toEqual({
    status: 200,
    body: { next: 'done' },
  });
  // Cookies that Chromium keeps for this host alone, and that no script reads.
  const cookies = await browser.cookies();
  expect(cookies.map(({ name }) => name).toSorted()).toEqual([
    '__Host-coinslot.device',
    '__Host-coinslot.session_token',
  ]);
  for (const cookie of cookies) {
    expect(cookie).toMatchObject({ httpOnly: true, secure: true, sameSite: 'Lax', path: '/' });
  }

  await setVerified(false);
  await expect(withPasskey(page, 'get', '/api/v1/sign-in/passkey/options')).rejects.toThrow(
    /NotAllowed|allowed/,
  );
});

/** A device like a laptop's own: keeps passkeys, and its owner unlocks it. Answers how to have nobody unlock it. */
async function plugInDevice(page: Page): Promise<(verified: boolean) => Promise<void>> {
  const devtools = await page.createCDPSession();
  await devtools.send('WebAuthn.enable');
  const { authenticatorId } = await devtools.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  return async (isUserVerified) => {
    await devtools.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified });
  };
}

interface Answer {
  status: number;
  body: unknown;
}

function post(page: Page, address: string, body: unknown): Promise<Answer> {
  return page.evaluate(
    async (to, text) => {
      const answer = await fetch(to, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: text,
      });
      const answered = await answer.text();
      return { status: answer.status, body: answered === '' ? null : (JSON.parse(answered) as unknown) };
    },
    address,
    JSON.stringify(body),
  );
}

/** Asks the broker for options, and the browser for a passkey, as the dashboard does. */
async function withPasskey(page: Page, act: 'create' | 'get', optionsAt: string): Promise<unknown> {
  const { body } = await post(page, optionsAt, {});
  const parse = act === 'create' ? 'parseCreationOptionsFromJSON' : 'parseRequestOptionsFromJSON';
  // As text: the page's own types are not those of this file.
  return page.evaluate(`(async () => {
    const publicKey = PublicKeyCredential.${parse}(${JSON.stringify(body)});
    return (await navigator.credentials.${act}({ publicKey })).toJSON();
  })()`);
}
