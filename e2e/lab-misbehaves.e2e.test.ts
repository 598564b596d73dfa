import { AdminMachine, Evidence } from '@coinslot/shared/http/machines.ts';
import { provisionFailures, type ProvisionFailure } from '@coinslot/shared/states/provision-failure.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Member } from './harness/member.ts';
import { waitUntil } from './harness/wait-until.ts';
import { startWorld, type World } from './harness/world.ts';

type Misbehaviour = { name: string; switches: Record<string, unknown>; failure: ProvisionFailure };

/** Each way the lab can fail for good, and what the member and the admin must be told. */
const misbehaviours: Misbehaviour[] = [
  {
    name: 'answers every page with an error',
    switches: { error500: { page: 'catalogue', times: 1000 } },
    failure: 'lab_error',
  },
  { name: 'is far too slow', switches: { slow: { ms: 6000 } }, failure: 'page_timeout' },
  {
    name: 'signs us out again and again',
    switches: { sessionExpires: { afterPages: 1 } },
    failure: 'session_expired',
  },
  { name: 'cannot start the machine', switches: { startFails: {} }, failure: 'lab_start_failed' },
  { name: 'never finishes starting', switches: { startNever: {} }, failure: 'lab_start_timeout' },
  {
    name: 'loses the machine while it is set up',
    switches: { loseMachineAfterMs: { ms: 1 }, slow: { ms: 300 } },
    failure: 'machine_lost',
  },
  {
    name: 'shows an address where nothing listens',
    switches: { badConnection: {} },
    failure: 'verify_failed',
  },
  { name: 'has changed its pages', switches: { changedPage: {} }, failure: 'page_changed' },
  { name: 'has no quota left', switches: { quota: {} }, failure: 'no_quota' },
  { name: 'has blocked our account', switches: { accountBlocked: {} }, failure: 'account_blocked' },
  { name: 'wants new terms accepted', switches: { terms: {} }, failure: 'terms' },
  { name: 'asks for a human check', switches: { captcha: {} }, failure: 'captcha' },
];

describe('when the lab misbehaves, the member gets a plain reason and the coins back, the admin the evidence', () => {
  let world: World;
  let admin: Member;

  beforeAll(async () => {
    world = await startWorld({
      capacity: 1,
      // There is one worker: trying a second time on the same one would only take longer.
      brokerEnv: { BROKER_PAGE_FAULT_LEASES_MAX: '1' },
      workerEnv: {
        WORKER_PAGE_TIMEOUT_MS: '3000',
        WORKER_SIGN_IN_TIMEOUT_MS: '8000',
        WORKER_LAB_START_TIMEOUT_MS: '4000',
        WORKER_SHELL_TIMEOUT_MS: '5000',
        WORKER_TUNNEL_TIMEOUT_MS: '5000',
        WORKER_VERIFY_TIMEOUT_MS: '3000',
        WORKER_ACTIVITY_INTERVAL_MS: '500',
      },
    });
    admin = await world.registerAdmin();
  }, 120_000);
  afterAll(async () => world.stop(), 60_000);

  test.each(misbehaviours)(
    'the lab $name',
    async ({ switches, failure }) => {
      const member = await world.register();
      await world.setLabSwitches(switches);
      const bought = await member.buy('Linux small');
      const ended = await member.waitFor(
        bought.id,
        'the failure',
        (machine) => machine.state === 'failed',
        90_000,
      );
      await world.setLabSwitches(null);

      expect(ended.endReason).toBe('provision_failed');
      expect(ended.endDetail).toContain(provisionFailures[failure].text);
      expect(ended.charge?.state).toBe('released');
      expect(await member.wallet()).toMatchObject({ availableEarned: 50, heldEarned: 0 });
      await expectEvidence(bought.id, failure);

      await expectNothingLeft();
      await world.reopenLab();
    },
    150_000,
  );

  test('the lab loses a ready machine: the unused time is refunded, and the admin sees what the lab showed', async () => {
    const member = await world.register();
    // Counted from when the lab runs it: long enough to become ready before.
    await world.setLabSwitches({ loseMachineAfterMs: { ms: 15_000 } });
    const bought = await member.buy('Linux small');
    await member.waitFor(bought.id, 'ready', (machine) => machine.state === 'ready', 60_000);
    const ended = await member.waitFor(
      bought.id,
      'the loss',
      (machine) => machine.state === 'failed' || machine.state === 'stopped',
      90_000,
    );
    await world.setLabSwitches(null);
    expect(ended.endReason).toBe('lab_ended');
    expect(ended.charge?.state).toBe('captured');
    expect(ended.charge?.refunded).toBeGreaterThan(0);
    expect((await member.wallet()).availableEarned).toBe(
      50 - (ended.charge?.price ?? 0) + (ended.charge?.refunded ?? 0),
    );
    await expectEvidence(bought.id, 'machine_lost');
    await expectNothingLeft();
  }, 150_000);

  test.each([
    { name: 'covers its page with a dialog', switches: { modal: {} } },
    { name: 'pops up an alert', switches: { alert: {} } },
    { name: 'answers one page with an error', switches: { error500: { page: 'start', times: 1 } } },
    { name: 'cuts the connection while it starts the machine', switches: { loseStartReply: { times: 1 } } },
    { name: 'lists a new machine late', switches: { listLagMs: { ms: 1500 }, loseStartReply: { times: 1 } } },
  ])(
    'the machine becomes ready all the same when the lab $name, and only one was started',
    async ({ switches }) => {
      const member = await world.register();
      await world.setLabSwitches(switches);
      const bought = await member.buy('Linux small');
      await member.waitFor(bought.id, 'ready', (machine) => machine.state === 'ready', 90_000);
      expect(await world.runningAtTheLab()).toHaveLength(1);
      await world.setLabSwitches({ endFails: { times: 2 } });
      await member.request('POST', `/api/v1/machines/${bought.id}/stop`);
      await member.waitFor(bought.id, 'the end', (machine) => machine.state === 'stopped', 60_000);
      await waitUntil(
        "the lab's confirmation",
        async () => ((await world.runningAtTheLab()).length === 0 ? true : null),
        {
          timeoutMs: 60_000,
          everyMs: 200,
        },
      );
      await world.setLabSwitches(null);
      await waitUntil('a free seat', async () => {
        const [row] = await world.query<{ n: number }>(
          'select coalesce(sum(in_use), 0)::int as n from seats',
        );
        return row?.n === 0 ? true : null;
      });
    },
    150_000,
  );

  async function expectNothingLeft(): Promise<void> {
    await waitUntil(
      'no lab session left open',
      async () => {
        const open = await world.query("select id from lab_sessions where state <> 'ended'");
        return open.length === 0 ? true : null;
      },
      { timeoutMs: 60_000, everyMs: 200 },
    );
    expect(await world.runningAtTheLab()).toEqual([]);
  }

  async function expectEvidence(machineId: string, failure: ProvisionFailure): Promise<void> {
    const seen = AdminMachine.parse((await admin.request('GET', `/api/v1/admin/machines/${machineId}`)).body);
    const summary = seen.evidence.find((one) => one.failure === failure);
    expect(summary, `evidence of ${failure} among ${JSON.stringify(seen.evidence)}`).toBeDefined();
    const evidence = Evidence.parse(
      (await admin.request('GET', `/api/v1/admin/evidence/${summary?.id}`)).body,
    );
    expect(evidence.stepLog.length).toBeGreaterThan(0);
    for (const password of world.seatPasswords) expect(JSON.stringify(evidence)).not.toContain(password);
    const denied = await (await world.register()).request('GET', `/api/v1/admin/evidence/${summary?.id}`);
    expect(denied.status).toBe(403);
  }
});
