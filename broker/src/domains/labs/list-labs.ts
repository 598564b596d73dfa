import { asc } from 'drizzle-orm';
import type { Db } from '../../database/db.ts';
import { labs, seats } from './tables.ts';

export interface LabSummary {
  name: string;
  baseUrl: string;
  /** Why nothing is sold from it just now; null when it sells. */
  closedReason: string | null;
  seats: {
    username: string;
    inUse: number;
    maxConcurrent: number;
    uses: number;
    disabledReason: string | null;
  }[];
}

/** Every lab with its seats, for an operator's terminal. Never a password. */
export async function listLabs(db: Db): Promise<LabSummary[]> {
  const labRows = await db.select().from(labs).orderBy(asc(labs.name));
  const seatRows = await db
    .select({
      labId: seats.labId,
      username: seats.username,
      inUse: seats.inUse,
      maxConcurrent: seats.maxConcurrent,
      uses: seats.uses,
      disabledReason: seats.disabledReason,
    })
    .from(seats)
    .orderBy(asc(seats.username));
  return labRows.map((lab) => ({
    name: lab.name,
    baseUrl: lab.baseUrl,
    closedReason:
      lab.disabledReason ?? lab.breakerReason ?? (lab.permissionKind ? null : 'no permission record'),
    seats: seatRows.filter((seat) => seat.labId === lab.id).map(({ labId: _, ...seat }) => seat),
  }));
}
