import { AdminMachine, EndpointList, Evidence, type Endpoint } from '@coinslot/shared/http/machines.ts';
import { ProductList } from '@coinslot/shared/http/products.ts';
import { provisionFailures, type ProvisionFailure } from '@coinslot/shared/states/provision-failure.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Member } from './harness/member.ts';
import { openStall, type Stall } from './harness/open-stall.ts';
import { sshRun } from './harness/ssh.ts';
import { waitUntil } from './harness/wait-until.ts';
import { startWorld, type World } from './harness/world.ts';

type Switches = Record<string, object>;
type Failing = { name: string; switches: Switches; failure: ProvisionFailure };
type Shop = { stall: Stall; member: Member; machineId: string };
type Overcome = { name: string; switches: Switches; listLagMs?: number };

/** Each way the lab can fail for good, and what the member and the admin must be told. Those that take longest come first. */
const failing: Failing[] = [
  { name: 'never finishes starting', switches: { startNever: {} }, failure: 'lab_start_timeout' },
  { name: 'is far too slow', switches: { slow: { ms: 12_000 } }, failure: 'page_timeout' },
  {
    name: 'shows an address where nothing listens',
    switches: { badConnection: {} },
    failure: 'verify_failed',
  },
  {
    name: 'answers every page with an error',
    switches: { error500: { page: 'catalogue', times: 1000 } },
    failure: 'lab_error',
  },
  {
    name: 'signs us out again and again',
    switches: { sessionExpires: { afterPages: 1 } },
    failure: 'session_expired',
  },
  { name: 'cannot start the machine', switches: { startFails: {} }, failure: 'lab_start_failed' },
  { name: 'has changed its pages', switches: { changedPage: {} }, failure: 'page_changed' },
  {
    name: 'loses the machine while it is set up',
    // Not in the same moment: the lab would still be starting it.
    switches: { loseMachineAfterMs: { ms: 200 }, slow: { ms: 300 } },
    failure: 'machine_lost',
  },
  { name: 'has no quota left', switches: { quota: {} }, failure: 'no_quota' },
  { name: 'has blocked our account', switches: { accountBlocked: {} }, failure: 'account_blocked' },
  { name: 'wants new terms accepted', switches: { terms: {} }, failure: 'terms' },
  { name: 'asks for a human check', switches: { captcha: {} }, failure: 'captcha' },
];

/** What a machine becomes ready in spite of. */
const overcome: Overcome[] = [
  {
    name: 'cuts the connection and lists the new machine late',
    switches: { listLagMs: { ms: 1500 }, loseStartReply: { times: 1 }, endFails: { times: 2 } },
    listLagMs: 2000,
  },
  { name: 'covers its page with a dialog', switches: { modal: {} } },
  { name: 'pops up an alert', switches: { alert: {} } },
  { name: 'answers one page with an error', switches: { error500: { page: 'start', times: 1 } } },
  { name: 'cuts the connection while it starts the machine', switches: { loseStartReply: { times: 1 } } },
];

describe('when the lab misbehaves, the member gets a plain reason and the coins back, the admin the evidence', () => {
  let world: World;
  let admin: Member;
  let stranger: Member;

  beforeAll(async () => {
    world = await startWorld({
      capacity: 6,
      brokerEnv: {
        // There is one worker: trying a second time on the same one would only take longer.
        BROKER_PAGE_FAULT_LEASES_MAX: '1',
        BROKER_HEALTH_INTERVAL_MS: '1500',
        // A worker that answered too late on a busy host may prove itself again soon.
        BROKER_PROBE_INTERVAL_MS: '5000',
        BROKER_BREAKER_FAILURES_MAX: '2',
        BROKER_BREAKER_REST_MS: '6000',
        // A restart that the lab refused is asked for again at once.
        BROKER_RESTART_PAUSE_MS: '0',
        // Not shorter: two and a half unanswered ones are a dead line, and this host is busy. Failed checks are told at once anyway.
        BROKER_HEARTBEAT_INTERVAL_MS: '4000',
      },
      workerEnv: {
        // Five stories share two cores: a page may take its time, and only those that wait for a timeout are longer for it.
        WORKER_PAGE_TIMEOUT_MS: '9000',
        WORKER_SIGN_IN_TIMEOUT_MS: '20000',
        WORKER_LAB_START_TIMEOUT_MS: '12000',
        WORKER_SHELL_TIMEOUT_MS: '12000',
        WORKER_TUNNEL_TIMEOUT_MS: '10000',
        WORKER_VERIFY_TIMEOUT_MS: '8000',
      },
    });
    admin = await world.registerAdmin();
    stranger = await world.register();
  }, 120_000);
  afterAll(async () => world.stop(), 60_000);

  test.concurrent.each(failing)('the lab $name', async ({ switches, failure }) => {
    const { stall, member } = await openShop();
    await stall.misbehave(switches);
    const bought = await member.buy(stall.product);
    const ended = await member.waitFor(
      bought.id,
      'the failure',
      (machine) => machine.state === 'failed',
      90_000,
    );
    await stall.behave();
    expect(ended.endReason).toBe('provision_failed');
    expect(ended.endDetail).toContain(provisionFailures[failure].text);
    expect(ended.charge?.state).toBe('released');
    expect(await member.wallet()).toMatchObject({ availableEarned: 50, heldEarned: 0 });
    await expectEvidence(stall, bought.id, failure);
    await expectNothingLeft(stall, bought.id);
  });

  test.concurrent('the lab loses a ready machine: the unused time is refunded, and the admin sees what the lab showed', async () => {
    // Counted from when the lab runs it: long enough to become ready before.
    const shop = await buyReady({ switches: { loseMachineAfterMs: { ms: 15_000 } } });
    await expectLoss(shop);
  });

  test.concurrent('the lab gives no more time: the coins come back and the machine runs on; asked again, it gives more', async () => {
    const { stall, member, machineId } = await buyReady();
    const before = await member.machine(machineId);
    await stall.misbehave({ extendFails: { times: 1, reason: 'Nobody gets more today.' } });
    await order(member, machineId, 'extend');
    const refused = await member.waitFor(machineId, 'the refusal', isExtended);
    expect(refused).toMatchObject({ state: 'ready', expiresAt: before.expiresAt });
    expect(await member.wallet()).toMatchObject({ availableEarned: 40, heldEarned: 0 });
    await expectEvidence(stall, machineId, 'extension_refused');
    await order(member, machineId, 'extend');
    const extended = await member.waitFor(machineId, 'more time', isExtended);
    expect(Date.parse(extended.expiresAt ?? '') - Date.parse(before.expiresAt ?? '')).toBe(30 * 60_000);
    expect(await member.wallet()).toMatchObject({ availableEarned: 35, heldEarned: 0 });
    expect((await sshRun(await member.endpoint(machineId), 'id -un')).stdout).toBe('coinslot\n');
    await stop({ stall, member, machineId });
  });

  test.concurrent('the lab does not restart a ready machine: the way in comes back; asked again, it restarts', async () => {
    const { stall, member, machineId } = await buyReady();
    const first = await member.endpoint(machineId);
    await sshRun(first, 'echo kept > note');
    await stall.misbehave({ restartFails: { times: 1, reason: 'Not today.' } });
    await order(member, machineId, 'restart');
    const failed = await member.waitFor(machineId, 'the refusal', ({ restart }) => restart.failure !== null);
    expect(failed.restart.failure).toBe(provisionFailures.restart_refused.text);
    expect((await openEndpoint(member, machineId)).password).toBe(first.password);
    await member.waitFor(machineId, 'good health', ({ health }) => health?.state === 'ok');
    await order(member, machineId, 'restart');
    const second = await openEndpoint(member, machineId);
    expect(second.password).not.toBe(first.password);
    expect((await sshRun(second, 'cat note')).stdout).toBe('kept\n');
    await stop({ stall, member, machineId });
  });

  test.concurrent('the lab fails canaries until its seat rests, and the shop sells nothing; mended, a canary of the broker’s own opens it again', async () => {
    const { stall, member } = await openShop();
    const tryIt = () => world.coinslot('recipe', 'test', stall.product, '--seat', stall.product);
    const shown = async () => {
      const { items } = await member.get('/api/v1/products', ProductList);
      return items.find(({ name }) => name === stall.product);
    };
    expect(await tryIt()).toContain('its end is confirmed');
    await stall.misbehave({ startFails: {} });
    for (let n = 0; n < 2; n += 1) await expect(tryIt()).rejects.toThrow('lab_start_failed');
    expect(await shown()).toMatchObject({
      unavailable: 'temporarily',
      resting: { triesAgainAt: expect.any(String) },
    });
    await expect(member.buy(stall.product)).rejects.toThrow('temporarily unavailable');
    await stall.behave();
    const isSoldAgain = async () => ((await shown())?.unavailable === null ? true : null);
    await waitUntil('the canary that opens it', isSoldAgain, { timeoutMs: 90_000, everyMs: 500 });
    const { id } = await member.buy(stall.product);
    await member.waitFor(id, 'ready', ({ state }) => state === 'ready', 90_000);
    await stop({ stall, member, machineId: id });
  });

  test.concurrent('nobody gets in to a ready machine although the lab says that it runs: it is degraded, and recovers when it answers again', async () => {
    const { stall, member, machineId } = await buyReady();
    await member.waitFor(machineId, 'a check', ({ health }) => health?.state === 'ok');
    await stall.misbehave({ wayInDead: {} });
    const degraded = await member.waitFor(
      machineId,
      'degraded',
      ({ health }) => health?.state === 'degraded',
    );
    expect(degraded).toMatchObject({ state: 'ready', health: { degradedUntil: expect.any(String) } });
    await stall.behave();
    const well = await member.waitFor(machineId, 'recovery', ({ health }) => health?.state === 'ok');
    expect(well).toMatchObject({ state: 'ready', health: { degradedSince: null, degradedUntil: null } });
    await stop({ stall, member, machineId });
  });

  test.concurrent('a ready machine does not come back from a restart: the unused time is refunded', async () => {
    const shop = await buyReady();
    await shop.stall.misbehave({ restartLosesMachine: {} });
    await order(shop.member, shop.machineId, 'restart');
    await expectLoss(shop);
  });

  test.concurrent.each(overcome)(
    'the machine becomes ready all the same when the lab $name, and only one was started',
    async ({ switches, ...options }) => {
      const { stall, member, machineId } = await buyReady({ ...options, switches });
      expect(await stall.running()).toHaveLength(1);
      await stop({ stall, member, machineId });
    },
  );

  async function openShop(options: { listLagMs?: number } = {}): Promise<{ stall: Stall; member: Member }> {
    const [stall, member] = await Promise.all([openStall(world, admin, options), world.register()]);
    return { stall, member };
  }

  async function buyReady({ switches = {}, ...options }: Partial<Overcome> = {}): Promise<Shop> {
    const shop = await openShop(options);
    await shop.stall.misbehave(switches);
    const { id } = await shop.member.buy(shop.stall.product);
    await shop.member.waitFor(id, 'ready', ({ state }) => state === 'ready', 90_000);
    return { ...shop, machineId: id };
  }

  async function stop({ stall, member, machineId }: Shop): Promise<void> {
    await member.request('POST', `/api/v1/machines/${machineId}/stop`);
    await member.waitFor(machineId, 'the end', ({ state }) => state === 'stopped', 60_000);
    await expectNothingLeft(stall, machineId);
    await stall.behave();
  }

  async function order(member: Member, machineId: string, what: 'extend' | 'restart'): Promise<void> {
    const answer = await member.request('POST', `/api/v1/machines/${machineId}/${what}`, {});
    expect(answer, JSON.stringify(answer.body)).toMatchObject({ status: 202 });
  }

  function isExtended({ extension }: { extension: { pending: unknown } | null }): boolean {
    return extension?.pending === null;
  }

  async function openEndpoint(member: Member, machineId: string): Promise<Endpoint> {
    return waitUntil(
      'an open way in',
      async () => (await member.get(`/api/v1/machines/${machineId}/endpoints`, EndpointList)).items[0],
      { everyMs: 150 },
    );
  }

  async function expectLoss({ stall, member, machineId }: Shop): Promise<void> {
    const ended = await member.waitFor(
      machineId,
      'the loss',
      ({ state }) => state === 'failed' || state === 'stopped',
      90_000,
    );
    await stall.behave();
    expect(ended.endReason).toBe('lab_ended');
    expect(ended.charge?.state).toBe('captured');
    expect(ended.charge?.refunded).toBeGreaterThan(0);
    const { availableEarned } = await member.wallet();
    expect(availableEarned).toBe(50 - (ended.charge?.price ?? 0) + (ended.charge?.refunded ?? 0));
    await expectEvidence(stall, machineId, 'machine_lost');
    await expectNothingLeft(stall, machineId);
  }

  async function expectNothingLeft(stall: Stall, machineId: string): Promise<void> {
    const sql = "select id from lab_sessions where machine_id = $1 and state <> 'ended'";
    await waitUntil(
      'no lab session left open',
      async () => ((await world.query(sql, [machineId])).length === 0 ? true : null),
      { timeoutMs: 60_000, everyMs: 200 },
    );
    expect(await stall.running()).toEqual([]);
  }

  async function expectEvidence(
    { seatPassword }: Stall,
    machineId: string,
    failure: ProvisionFailure,
  ): Promise<void> {
    const seen = AdminMachine.parse((await admin.request('GET', `/api/v1/admin/machines/${machineId}`)).body);
    const summary = seen.evidence.find((one) => one.failure === failure);
    expect(summary, `evidence of ${failure} among ${JSON.stringify(seen.evidence)}`).toBeDefined();
    const path = `/api/v1/admin/evidence/${summary?.id}`;
    const evidence = Evidence.parse((await admin.request('GET', path)).body);
    expect(evidence.stepLog.length).toBeGreaterThan(0);
    expect(JSON.stringify(evidence)).not.toContain(seatPassword);
    expect((await stranger.request('GET', path)).status).toBe(403);
  }
});
