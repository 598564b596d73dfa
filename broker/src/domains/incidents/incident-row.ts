import { Incident, IncidentKind } from '@coinslot/shared/http/admin-incidents.ts';
import { incidentWords } from '@coinslot/shared/incident-words.ts';
import { ProvisionFailure, provisionFailures } from '@coinslot/shared/states/provision-failure.ts';
import { z } from 'zod';
import { PgTimestamp } from '../../database/pg-types.ts';

const { machineId, labSessionId, seatId, labId, workerId, findingId } = Incident.shape;

/** The ids of what an incident is about; those that it has none of are null. */
export const Refs = z.object({
  machineId: machineId.default(null),
  labSessionId: labSessionId.default(null),
  seatId: seatId.default(null),
  labId: labId.default(null),
  workerId: workerId.default(null),
  findingId: findingId.default(null),
});
export type Refs = z.infer<typeof Refs>;

export const IncidentRow = z.object({
  id: z.string(),
  kind: IncidentKind,
  name: z.string(),
  reason: z.string().nullable(),
  since: PgTimestamp.nullable(),
  nextAt: PgTimestamp.nullable(),
  refs: Refs,
  params: Incident.shape.params,
});
export type IncidentRow = z.infer<typeof IncidentRow>;

export function toIncident({ refs, ...row }: IncidentRow): Incident {
  return {
    ...row,
    ...refs,
    severity: incidentWords[row.kind].severity,
    reason: row.reason === null ? null : sayReason(row.reason),
    since: row.since?.toISOString() ?? null,
    nextAt: row.nextAt?.toISOString() ?? null,
  };
}

/** What failed at a lab is written down by its code. */
function sayReason(reason: string): string {
  const { data } = ProvisionFailure.safeParse(reason);
  return data === undefined ? reason : provisionFailures[data].text;
}
