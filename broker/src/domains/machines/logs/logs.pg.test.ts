import { spellings } from '@coinslot/shared/masking/testing/spellings.ts';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sshWayIn } from '../../../testing/ssh-way-in.ts';
import { machinePassword, type MachineWorld, openMachineWorld } from '../testing/machine-world.ts';
import { capMarker } from './cut-log.ts';

let world: MachineWorld;
const logBytesMax = 4_096;
beforeAll(async () => {
  world = await openMachineWorld({ BROKER_LOG_BYTES_MAX: String(logBytesMax) });
});
afterAll(() => world.close());

async function bought() {
  const member = await world.broker.register();
  const { id } = await world.buy(member, await world.makeProduct(1));
  return { member, id, hold: await world.assign(id) };
}

test('chunks that come twice, out of order or behind a gap are stored once and in order', async () => {
  const { member, id, hold } = await bought();
  expect(await world.log(hold, 3, ['c', 'd'])).toEqual({ seq: 0, capped: false });
  expect(await world.log(hold, 1, ['a', 'b'])).toEqual({ seq: 2, capped: false });
  const both = await Promise.all([world.log(hold, 3, ['c', 'd']), world.log(hold, 3, ['c', 'd'])]);
  expect(both).toEqual([
    { seq: 4, capped: false },
    { seq: 4, capped: false },
  ]);
  expect(await world.log(hold, 1, ['a'])).toEqual({ seq: 4, capped: false });
  const { body, headers } = await member.get(`/api/v1/machines/${id}/logs?text=1`);
  expect(body).toBe('abcd');
  expect(headers.get('content-type')).toBe('text/plain; charset=utf-8');
  const page = await member.get(`/api/v1/machines/${id}/logs?after=${hold.epoch}.2`);
  expect(page.body).toMatchObject({
    items: [{ text: 'c' }, { text: 'd' }],
    next: `${hold.epoch}.4`,
    capped: false,
  });
});

test('a log is cut at its cap with one marker, the rest is acknowledged and dropped, and the machine goes on', async () => {
  const { member, id, hold } = await bought();
  const line = `${'y'.repeat(999)}\n`;
  await world.log(hold, 1, [line, line, line]);
  expect(await world.log(hold, 4, [line, line, line])).toEqual({ seq: 6, capped: true });
  expect(await world.log(hold, 7, [line])).toEqual({ seq: 7, capped: true });
  const { body } = await member.get(`/api/v1/machines/${id}/logs?text=1`);
  expect(String(body)).toHaveLength(logBytesMax + capMarker.length);
  expect(String(body).split(capMarker)).toHaveLength(2);
  expect((await member.get(`/api/v1/machines/${id}`)).body).toMatchObject({
    logBytes: logBytesMax,
    logCapped: true,
    state: 'assigned',
  });
});

test('secrets are masked once more before they are stored, and NUL does no harm', async () => {
  const { member, id, hold } = await bought();
  await world.bringUp(hold);
  const [seat] = await world.rows(sql`select s.username from machines m join seats s on s.id = m.seat_id
    where m.id = ${id}`);
  const seatPassword = String(seat?.username).replace('seat-', 'seat-password-');
  await world.log(hold, 1, [`a ${machinePassword} b ${seatPassword} c password=hunter2 d\0e`]);
  const { body } = await member.get(`/api/v1/machines/${id}/logs?text=1`);
  expect(body).toBe('a [masked] b [masked] c password=[masked] de');
});

test('a password is masked in every spelling, and each line of a private key that a program prints', async () => {
  const { member, id, hold } = await bought();
  await world.startLabSession(hold);
  const keyLine = 'b3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQAAAAAAAAABAAAAMwAAAAtzc2gt';
  const privateKey = `-----BEGIN OPENSSH PRIVATE KEY-----\n${keyLine}\nQyNTUxOQ==\n-----END OPENSSH PRIVATE KEY-----\n`;
  await world.report(hold, { kind: 'ready', endpoints: [{ ...sshWayIn, privateKey }] });
  const spelled = Object.values(spellings).map((spell) => `<${spell(machinePassword)}>\n`);
  await world.log(hold, 1, [...spelled, `${keyLine}\n`, keyLine.slice(0, 30), keyLine.slice(30)]);
  const { body } = await member.get(`/api/v1/machines/${id}/logs?text=1`);
  expect(String(body).match(/\[masked\]/g)).toHaveLength(spelled.length + 2);
  expect(body).not.toContain(keyLine.slice(10, 30));
});

test('lines that come after the worker gave up are stored, masked and shown, and not for ever', async () => {
  const { member, id, hold } = await bought();
  const [seat] = await world.rows(sql`select s.username from machines m join seats s on s.id = m.seat_id
    where m.id = ${id}`);
  const seatPassword = String(seat?.username).replace('seat-', 'seat-password-');
  await world.log(hold, 1, ['signing in\n']);
  const gaveUp = { kind: 'failed', failure: 'seat_refused', message: 'no', step: 'sign_in' } as const;
  await world.report(hold, gaveUp);
  expect((await member.get(`/api/v1/machines/${id}`)).body).toMatchObject({ state: 'failed' });
  expect(await world.log(hold, 2, [`refused ${seatPassword}\n`])).toEqual({ seq: 2, capped: false });
  const { body } = await member.get(`/api/v1/machines/${id}/logs?text=1`);
  expect(body).toBe('signing in\nrefused [masked]\n');

  await world.rows(
    sql`update leases set released_at = released_at - interval '6 minutes' where machine_id = ${id}`,
  );
  expect(await world.log(hold, 3, ['much later'])).toBeNull();
});
