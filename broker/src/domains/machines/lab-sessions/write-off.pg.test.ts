import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { inTransaction } from '../../../database/db.ts';
import { listOpenLabSessions, writeOffLabSession } from '../index.ts';
import { type MachineWorld, openMachineWorld } from '../testing/machine-world.ts';

let world: MachineWorld;
beforeAll(async () => {
  world = await openMachineWorld();
});
afterAll(() => world.close());

const reason = 'the lab was closed for good';

function writeOff(tag: string): Promise<void> {
  const { ctx } = world.broker;
  const act = { actor: { id: null, name: 'operator' }, address: null };
  return inTransaction(ctx.db, (tx) => writeOffLabSession(tx, ctx, act, { session: { tag }, reason }));
}

async function stopped() {
  const member = await world.broker.register();
  const { id } = await world.buy(member, await world.makeProduct(10));
  const labSessionId = await world.bringUp(await world.assign(id));
  await member.post(`/api/v1/machines/${id}/stop`);
  return { member, id, labSessionId, tag: `cs-${labSessionId}` };
}

async function readPlaces(machineId: string) {
  const [places] = await world.rows(sql`
    select m.seat_id is not null as seat,
      (select count(*) from leases l where l.machine_id = m.id and l.released_at is null) as leases
    from machines m where m.id = ${machineId}`);
  return places;
}

test('a lab that never answers again: its session is listed and written off, and seat and worker are free', async () => {
  const { member, id, labSessionId, tag } = await stopped();
  expect(await listOpenLabSessions(world.broker.ctx.db)).toMatchObject([
    { tag, machineId: id, machineState: 'stopping', lab: expect.any(String), state: 'live' },
  ]);
  await world.rows(sql`update lab_sessions set lab_ends_at = now() where id = ${labSessionId}`);
  await writeOff(tag);

  expect(await listOpenLabSessions(world.broker.ctx.db)).toEqual([]);
  expect(await readPlaces(id)).toEqual({ seat: false, leases: 0 });
  expect((await member.get(`/api/v1/machines/${id}`)).body).toMatchObject({ state: 'stopped' });
  const [session] = await world.rows(
    sql`select state, ended_how from lab_sessions where id = ${labSessionId}`,
  );
  expect(session).toEqual({ state: 'ended', ended_how: 'written_off' });
  const [noted] = await world.rows(sql`
    select actor_name, reason from audit_log where action = 'lab_session.write_off' and target_id = ${labSessionId}`);
  expect(noted).toEqual({ actor_name: 'operator', reason });
  await expect(writeOff(tag)).rejects.toThrow(/has ended already/);
});

test('what a lab may still run is not written off, whether the lab named its end or not', async () => {
  const { id, labSessionId, tag } = await stopped();
  await world.rows(sql`
    update lab_sessions set intended_at = now() - interval '119 minutes' where id = ${labSessionId}`);
  await expect(writeOff(tag)).rejects.toThrow(/may still run/);
  await world.rows(sql`
    update lab_sessions set intended_at = now() - interval '3 hours', lab_ends_at = now() + interval '1 minute'
    where id = ${labSessionId}`);
  await expect(writeOff(tag)).rejects.toThrow(/may still run/);
  await expect(writeOff('cs-unknown')).rejects.toThrow();
  expect(await readPlaces(id)).toEqual({ seat: true, leases: 1 });

  await world.rows(sql`update lab_sessions set lab_ends_at = null where id = ${labSessionId}`);
  await writeOff(tag);
  expect(await readPlaces(id)).toEqual({ seat: false, leases: 0 });
});
