import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startLab, type RunningLab } from '../app.ts';
import { readLabConfig, type LabConfig } from '../config.ts';
import { explainMissingIsolation } from '../machines/isolation.ts';
import { saveAccount } from '../store/accounts.ts';
import { openStore } from '../store/open-store.ts';
import { createPageClient, type PageClient } from './page-client.ts';

export const operatorToken = 'a token for the tests only';
export const password = 'correct horse';

const forbidden = explainMissingIsolation();
/** Whether this host has what machines need; else a suite's title says why it is skipped. */
export const skipped = forbidden !== null;

export function suiteTitle(title: string): string {
  return forbidden === null ? title : `skipped: ${title}: ${forbidden}`;
}

export interface TestLab extends RunningLab {
  dataDir: string;
  /** A signed-in person with an account of their own. */
  person(username: string, maxMachines?: number): Promise<PageClient>;
  /** Sets the lab's switches to these and no others. */
  switch(switches: object): Promise<Response>;
  stop(): Promise<void>;
}

/** Environment of a lab on free ports with a data folder of its own. */
export function testEnvironment(dataDir: string, env: Record<string, string> = {}): Record<string, string> {
  return {
    LAB_PORT: '0',
    LAB_DATA_DIR: dataDir,
    LAB_OPERATOR_TOKEN: operatorToken,
    LAB_SSH_PORT_FIRST: '24000',
    LAB_SSH_PORT_LAST: '24999',
    LAB_LOG_LEVEL: 'silent',
    ...env,
  };
}

/** Starts a real lab in this process; `stop` also removes its folder. */
export async function startTestLab(changes: Partial<LabConfig> = {}): Promise<TestLab> {
  const dataDir = mkdtempSync(join(tmpdir(), 'lab-test-'));
  const lab = await startLab({ ...readLabConfig(testEnvironment(dataDir)), ...changes });
  return {
    ...lab,
    dataDir,
    person: async (username, maxMachines = 1) => {
      await addAccount(dataDir, username, maxMachines);
      const client = createPageClient(lab.port);
      await client.signIn(username, password);
      return client;
    },
    switch: (switches) =>
      fetch(`http://127.0.0.1:${lab.port}/operator/switches`, {
        method: 'PUT',
        body: JSON.stringify(switches),
        headers: { authorization: `Bearer ${operatorToken}`, 'content-type': 'application/json' },
      }),
    stop: async () => {
      await lab.stop();
      rmSync(dataDir, { recursive: true });
    },
  };
}

export async function addAccount(dataDir: string, username: string, maxMachines: number): Promise<void> {
  const store = openStore(dataDir);
  await saveAccount(store, username, password, maxMachines);
  store.close();
}
