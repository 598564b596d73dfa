import { LabSessionState } from '@coinslot/shared/states/lab-session.ts';
import { MachineState } from '@coinslot/shared/states/machine.ts';
import { provisionFailures } from '@coinslot/shared/states/provision-failure.ts';
import { Tunnel, TunnelPlace } from '@coinslot/shared/states/tunnel.ts';
import { Assignment } from '@coinslot/shared/worker-messages/desired.ts';
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { BrokerContext } from '../../context.ts';
import { type Db, inTransaction, readRows } from '../../database/db.ts';
import { disableSeat, openSeatCookies, openSeatSecret } from '../labs/index.ts';
import { type NamedTunnel, readTunnelsOf } from '../names/index.ts';
import { openEndpointForWorker, readFirstEndpoint } from './endpoints/read-endpoints.ts';
import { endMachine } from './life/end-machine.ts';
import { recipeCan } from './recipe-can.ts';

/**
 * Everything a worker should have, in the words of its protocol, secrets opened. The goal follows from the machine's state:
 * what is prepared or ready is wanted; for everything else only the lab's end is. One whose secrets cannot be opened is left out,
 * so that the others reach the worker; while it is being prepared it ends with a refund.
 */
export async function describeAssignments(db: Db, ctx: Context, workerId: string): Promise<Assignment[]> {
  const rows = await readRows(db, AssignmentRow, selectAssignments(workerId));
  const tunnels = await readTunnelsOf(db, ctx, workerId);
  const assignments = await Promise.all(rows.map((row) => describe(db, ctx, row, tunnels)));
  return assignments.filter((assignment) => assignment !== null);
}

type Context = Pick<BrokerContext, 'bus' | 'config' | 'log' | 'metrics' | 'secrets'>;

async function describe(
  db: Db,
  ctx: Context,
  row: AssignmentRow,
  tunnels: ReadonlyMap<string, NamedTunnel | null>,
): Promise<Assignment | null> {
  const {
    state,
    tunnelKind,
    tunnelPlace,
    seatId,
    seatUsername,
    seatSecret,
    seatCookies,
    asksForActivity,
    ...rest
  } = row;
  const endpoint = state === 'ready' ? await readFirstEndpoint(db, row.machineId) : null;
  try {
    return {
      ...rest,
      goal: wanted.has(state) ? 'ready' : 'end',
      seat: {
        id: seatId,
        username: seatUsername,
        password: openSeatSecret(ctx, { id: seatId, secret: seatSecret }),
        cookies: openSeatCookies(ctx, { id: seatId, cookies: seatCookies }),
      },
      tunnel: describeTunnel({ tunnelKind, tunnelPlace }, endpoint, tunnels.get(row.machineId)),
      endpoint: openEndpointForWorker(ctx, row.machineId, endpoint),
      healthEveryMs: ctx.config.health.intervalMs,
      wantsActivity: asksForActivity && recipeCan(row.lab.recipe, 'tellsActivity'),
    } satisfies Assignment;
  } catch (error) {
    ctx.log.error(
      { err: error, machineId: row.machineId, seatId },
      'the secrets of a machine could not be opened: its worker is not told of it',
    );
    if (state === 'assigned' || state === 'provisioning') await giveUp(db, ctx, row);
    return null;
  }
}

/** What carries a machine stays so until its end, whatever is said of its lab meanwhile. */
function describeTunnel(
  { tunnelKind, tunnelPlace }: Pick<AssignmentRow, 'tunnelKind' | 'tunnelPlace'>,
  endpoint: { tunnel: Tunnel } | null,
  named: NamedTunnel | null | undefined,
): Assignment['tunnel'] {
  const kind = endpoint?.tunnel ?? (named === undefined ? tunnelKind : 'cloudflared');
  return { kind, place: tunnelPlace, hostname: named?.hostname ?? null, token: named?.token ?? null };
}

/** Another try would take the same seat again, which is the one that is least used: it rests until an admin has looked. */
async function giveUp(db: Db, ctx: Context, { machineId, seatId }: AssignmentRow): Promise<void> {
  await inTransaction(db, async (tx) => {
    await endMachine(tx, ctx, machineId, {
      reason: 'provision_failed',
      failure: 'internal',
      detail: provisionFailures.internal.text,
      actor: 'system',
    });
    await disableSeat(tx, ctx, seatId, 'Its password could not be decrypted.');
  });
}

/**
 * The lab's clock starts before the machine is ready: it is asked for this much more than was sold, so that what the member gets
 * after setting up is still all of it.
 */
const settingUpMinutes = 5;

/** The lab should outlast an extension's end by this much: our end comes first, whatever the clocks say. */
const sparedByLabMs = 60_000;

const wanted: ReadonlySet<MachineState> = new Set(['assigned', 'provisioning', 'ready']);

/**
 * A restart is asked for until a way in is open again, also after it failed: its holder has answered it and only looks whether the machine
 * comes back; a new holder, which knows no way in, restarts it once more instead of preparing another machine.
 */
function selectAssignments(workerId: string) {
  return sql`
    select
      m.id as "machineId", l.epoch, m.state, m.attempt, m.name as "machineName", m.template,
      m.duration_minutes + ${settingUpMinutes} as "durationMinutes",
      round(extract(epoch from l.expires_at - now()) * 1000)::integer as "leaseRemainingMs",
      coalesce(round(extract(epoch from m.provision_deadline_at - now()) * 1000), 0)::integer as "provisionRemainingMs",
      json_build_object(
        'id', lab.id, 'recipe', lab.recipe, 'baseUrl', lab.base_url, 'listLagMs', lab.list_lag_ms,
        'stealth', lab.stealth and lab.permission_kind is not null, 'operatorWaitMs', case when m.purpose = 'canary' then 0 else lab.operator_wait_minutes * 60000 end
      ) as lab,
      case when m.state = 'ready' then (
        select json_build_object(
          'extensionId', e.id,
          'labMustLastMs', round(extract(epoch from m.expires_at + e.minutes * interval '1 minute' - now()) * 1000)
            + ${sparedByLabMs}
        )
        from machine_extensions e where e.machine_id = m.id and e.state = 'pending'
      ) end as extension,
      case when m.state = 'ready' then (
        select json_build_object('restartId', r.id) from machine_restarts r
        where r.machine_id = m.id and (
          r.state = 'pending'
          or not exists (select 1 from endpoints w where w.machine_id = m.id and w.closed_at is null)
        )
        order by r.requested_at desc, r.id desc limit 1
      ) end as restart,
      json_build_object('paused', m.operator_paused, 'handedBack', m.operator_handed_back) as operator,
      m.idle_minutes is not null as "asksForActivity", lab.tunnel as "tunnelKind", lab.tunnel_place as "tunnelPlace",
      s.id as "seatId", s.username as "seatUsername", s.secret as "seatSecret", s.cookies as "seatCookies",
      coalesce((
        select json_agg(json_build_object(
          'id', ls.id, 'tag', ls.tag, 'state', ls.state, 'labRef', ls.lab_ref,
          'intendedAgoMs', greatest(0, round(extract(epoch from now() - ls.intended_at) * 1000))
        ) order by ls.intended_at)
        from lab_sessions ls where ls.machine_id = m.id and ls.state <> 'ended'
      ), '[]') as "labSessions"
    from leases l
    join machines m on m.id = l.machine_id
    join labs lab on lab.id = m.lab_id
    join seats s on s.id = l.seat_id
    where l.worker_id = ${workerId} and l.released_at is null
    order by l.granted_at, l.id
  `;
}

const AssignmentRow = z.object({
  machineId: z.uuid(),
  epoch: z.int(),
  state: MachineState,
  attempt: z.int(),
  machineName: z.string(),
  template: z.string(),
  durationMinutes: z.int(),
  leaseRemainingMs: z.int(),
  provisionRemainingMs: z.int(),
  lab: Assignment.shape.lab,
  seatId: z.uuid(),
  seatUsername: z.string(),
  seatSecret: z.string(),
  seatCookies: z.string().nullable(),
  operator: Assignment.shape.operator.unwrap(),
  extension: Assignment.shape.extension,
  restart: Assignment.shape.restart,
  asksForActivity: z.boolean(),
  tunnelKind: Tunnel,
  tunnelPlace: TunnelPlace,
  labSessions: z.array(
    z.object({
      id: z.uuid(),
      tag: z.string(),
      state: LabSessionState,
      labRef: z.string().nullable(),
      intendedAgoMs: z.int(),
    }),
  ),
});
type AssignmentRow = z.infer<typeof AssignmentRow>;
