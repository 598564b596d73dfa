import { randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { createExpireMachines } from '../../../loops/expire-machines.ts';
import { createSettleOrders } from '../../../loops/settle-orders.ts';
import { createWarnMembers } from '../../../loops/warn-members.ts';
import { type MachineWorld, openMachineWorld, requireBalance } from '../testing/machine-world.ts';
import { bringUpMachine, extendedReport, type ReadyMachine } from '../testing/ready-machines.ts';

let world: MachineWorld;
beforeAll(async () => {
  world = await openMachineWorld();
});
afterAll(() => world.close());
afterEach(() => requireBalance(world));

const terms = { extension: { minutes: 30, price: 6 } };
const minuteMs = 60_000;

async function leftMinutes(machine: ReadyMachine): Promise<number> {
  const { expiresAt } = await machine.view();
  return Math.round((Date.parse(expiresAt ?? '') - Date.now()) / minuteMs);
}

const sweep = () => createSettleOrders(world.broker.ctx)();
const expire = () => createExpireMachines(world.broker.ctx)();
const warn = () => createWarnMembers(world.broker.ctx)();

/** Makes the deadline of what is pending pass. */
async function passDeadline(machine: ReadyMachine): Promise<void> {
  await world.rows(sql`
    update machine_extensions set deadline_at = now() where machine_id = ${machine.id} and state = 'pending'`);
}

test('more time is bought: coins held, the worker asked, and with the lab’s word captured and the end moved', async () => {
  const machine = await bringUpMachine(world, terms);
  expect((await machine.view()).extension).toEqual({
    minutes: 30,
    price: 6,
    canExtend: true,
    whyNot: null,
    latestEndAt: null,
    pending: null,
  });
  expect((await machine.assignment()).extension).toBeNull();
  const answer = await machine.ask('extend');
  expect(answer).toMatchObject({ status: 202, body: { charge: { state: 'captured', price: 16 } } });
  expect(await machine.coins()).toEqual({ available: 34, held: 6 });
  expect((await machine.view()).extension).toMatchObject({
    canExtend: false,
    whyNot: 'pending',
    pending: { minutes: 30 },
  });

  const { extension } = await machine.assignment();
  expect(extension?.labMustLastMs).toBeGreaterThanOrEqual(90 * minuteMs);
  expect(extension?.labMustLastMs).toBeLessThanOrEqual(92 * minuteMs);
  expect(await leftMinutes(machine)).toBe(60);
  const report = await extendedReport(machine);
  expect((await world.report(machine.hold, report)).outcome).toBe('applied');
  expect(await leftMinutes(machine)).toBe(90);
  expect(await machine.coins()).toEqual({ available: 34, held: 0 });
  expect((await machine.assignment()).extension).toBeNull();
  // The same report again, and one of an extension nobody knows, change nothing.
  await world.report(machine.hold, report);
  await world.report(machine.hold, { kind: 'extended', extensionId: randomUUID(), endsInMs: 0 });
  expect(await leftMinutes(machine)).toBe(90);
  expect((await machine.events('extension')).map(({ state }) => state)).toEqual(['pending', 'applied']);
  const [session] = await world.rows(
    sql`select lab_ends_at > now() + interval '80 minutes' as "isLate" from lab_sessions where machine_id = ${machine.id}`,
  );
  expect(session).toEqual({ isLate: true });
});

test('a repeat with the same key buys once; the warnings are given anew for the new end', async () => {
  const machine = await bringUpMachine(world, terms);
  await machine.endsIn('9 minutes');
  await warn();
  const key = randomUUID();
  const path = `/api/v1/machines/${machine.id}/extend`;
  const answers = await Promise.all(
    [1, 2, 3].map(() => machine.member.post(path, {}, { idempotencyKey: key })),
  );
  expect(answers.map(({ status }) => status)).toEqual([202, 202, 202]);
  await world.report(machine.hold, await extendedReport(machine, null));
  expect(await machine.coins()).toEqual({ available: 34, held: 0 });
  await machine.endsIn('9 minutes');
  await warn();
  expect((await machine.events('expiry_warning')).map(({ minutesLeft }) => minutesLeft)).toEqual([10, 10]);
});

test('two extends at once: one is bought, the other is refused in plain words', async () => {
  const machine = await bringUpMachine(world, terms);
  const answers = await Promise.all([machine.ask('extend'), machine.ask('extend'), machine.ask('extend')]);
  expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([202, 409, 409]);
  expect(answers.find(({ status }) => status === 409)?.body).toMatchObject({
    code: 'machine_not_extendable',
    detail: 'More time was bought already, and the lab is being asked for it.',
  });
  expect(await machine.coins()).toEqual({ available: 34, held: 6 });
});

test('a lab that gives too little, fails, or does not answer in time costs nothing; the machine runs on', async () => {
  const machine = await bringUpMachine(world, terms);
  await machine.ask('extend');
  await world.report(machine.hold, await extendedReport(machine, 89 * minuteMs));
  await machine.ask('extend');
  const { extension } = await machine.assignment();
  const extensionId = extension?.extensionId ?? '';
  const failed = { kind: 'extension_failed', extensionId, failure: 'lab_error', message: '500' } as const;
  await world.report(machine.hold, failed);
  await world.report(machine.hold, failed);
  await machine.ask('extend');
  const late = await extendedReport(machine, null);
  await passDeadline(machine);
  await Promise.all([sweep(), sweep()]);
  await world.report(machine.hold, late);
  expect(await machine.coins()).toEqual({ available: 40, held: 0 });
  expect(await leftMinutes(machine)).toBe(60);
  expect(await machine.view()).toMatchObject({ state: 'ready', charge: { price: 10 } });
  const refused = (await machine.events('extension')).filter(({ state }) => state === 'refused');
  expect(refused.map(({ text }) => text)).toEqual([
    'The lab gave less time than you bought.',
    'The lab answered with an error.',
    'The lab did not answer in time.',
  ]);
});

test('one that cannot be paid back keeps no other waiting', async () => {
  const broken = await bringUpMachine(world, terms);
  const sound = await bringUpMachine(world, terms);
  for (const machine of [broken, sound]) {
    await machine.ask('extend');
    await passDeadline(machine);
  }
  // As if a fault of ours had made it impossible.
  await world.rows(sql`
    create function refuse_the_broken() returns trigger language plpgsql as $$ begin raise exception 'broken'; end $$`);
  await world.rows(sql`
    create trigger refuse_the_broken before update on machine_extensions for each row
    when (old.machine_id = ${sql.raw(`'${broken.id}'`)}) execute function refuse_the_broken()`);
  await sweep();
  expect(await sound.coins()).toEqual({ available: 40, held: 0 });
  expect(await broken.coins()).toEqual({ available: 34, held: 6 });
  expect(await world.broker.ctx.metrics.registry.metrics()).toContain(
    'coinslot_faults_total{kind="late_extension"} 1',
  );
  await world.rows(sql`drop trigger refuse_the_broken on machine_extensions`);
  await sweep();
  expect(await broken.coins()).toEqual({ available: 40, held: 0 });
});

test('the lab’s word and the sweep race at the deadline: captured and moved, or paid back and not', async () => {
  for (let round = 0; round < 8; round += 1) {
    const machine = await bringUpMachine(world, terms);
    await machine.ask('extend');
    const report = await extendedReport(machine);
    await Promise.all([
      world.report(machine.hold, report),
      world.rows(sql`update machine_extensions set deadline_at = now() where machine_id = ${machine.id}`),
      sweep(),
      sweep(),
    ]);
    await sweep();
    const given = (await leftMinutes(machine)) === 90;
    expect(await machine.coins()).toEqual({ available: given ? 34 : 40, held: 0 });
  }
});

test('what no other try would mend closes the seat, and the coins go back', async () => {
  const machine = await bringUpMachine(world, terms);
  await machine.ask('extend');
  const { extension } = await machine.assignment();
  await world.report(machine.hold, {
    kind: 'extension_failed',
    extensionId: extension?.extensionId ?? '',
    failure: 'account_blocked',
    message: 'blocked',
  });
  const seats = await world.rows(sql`
    select s.disabled_reason from seats s join machines m on m.seat_id = s.id where m.id = ${machine.id}`);
  expect(seats).toEqual([{ disabled_reason: expect.stringContaining('account_blocked') }]);
  expect(await machine.coins()).toEqual({ available: 40, held: 0 });
});

test('the end waits for time that was bought, but not beyond its deadline', async () => {
  const given = await bringUpMachine(world, terms);
  const notGiven = await bringUpMachine(world, terms);
  for (const machine of [given, notGiven]) {
    await machine.endsIn('11 seconds');
    expect((await machine.ask('extend')).status).toBe(202);
    const [row] = await world.rows(sql`
      select e.deadline_at <= m.expires_at + interval '30 seconds' as soon
      from machine_extensions e join machines m on m.id = e.machine_id where m.id = ${machine.id}`);
    expect(row).toEqual({ soon: true });
    await machine.endsIn('-1 second');
    await expire();
    expect(await machine.view()).toMatchObject({ state: 'ready' });
  }
  await Promise.all([
    expire(),
    extendedReport(given).then((body) => world.report(given.hold, body)),
    expire(),
  ]);
  await expire();
  expect(await given.view()).toMatchObject({ state: 'ready', charge: { price: 16, refunded: 0 } });
  await passDeadline(notGiven);
  await Promise.all([expire(), sweep()]);
  await expire();
  expect(await notGiven.view()).toMatchObject({ endReason: 'expired', charge: { price: 10 } });
  expect(await notGiven.coins()).toEqual({ available: 40, held: 0 });
});

test('extend against stop: whatever comes first, no coins stay held', async () => {
  for (let round = 0; round < 8; round += 1) {
    const machine = await bringUpMachine(world, terms);
    const [extend, stop] = await Promise.all([machine.ask('extend'), machine.ask('stop')]);
    expect(stop.status).toBe(200);
    expect([202, 409]).toContain(extend.status);
    expect(await machine.coins()).toEqual({ available: 40, held: 0 });
    const pending = await world.rows(sql`
      select id from machine_extensions where machine_id = ${machine.id} and state = 'pending'`);
    expect(pending).toEqual([]);
  }
});

test('the lab’s word against stop: captured before, or paid back', async () => {
  for (let round = 0; round < 8; round += 1) {
    const machine = await bringUpMachine(world, terms);
    await machine.ask('extend');
    const body = await extendedReport(machine);
    await Promise.all([world.report(machine.hold, body), machine.ask('stop')]);
    const applied = (await machine.events('extension')).some(({ state }) => state === 'applied');
    expect(await machine.coins()).toEqual({ available: applied ? 34 : 40, held: 0 });
  }
});

test('a worker that is lost in the middle is no loss: the next holder is asked for the same', async () => {
  const machine = await bringUpMachine(world, terms);
  await machine.ask('extend');
  const before = await extendedReport(machine);
  const next = await machine.adopt();
  expect(await extendedReport(machine)).toMatchObject({
    extensionId: before.kind === 'extended' ? before.extensionId : '',
  });
  expect((await world.report(machine.hold, before)).outcome).toBe('stale_epoch');
  expect((await world.report(next, before)).outcome).toBe('applied');
  expect(await leftMinutes(machine)).toBe(90);
});
