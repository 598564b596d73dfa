import type { Lab } from '@coinslot/shared/http/admin-labs.ts';
import type { Seat } from '@coinslot/shared/http/admin-seats.ts';
import type { Db } from '../../database/db.ts';
import { fail } from '../../http/errors.ts';
import { listAdminLabs } from './lab/list-admin-labs.ts';
import { listSeats } from './seats/list-seats.ts';

/** The lab that an operator names on a terminal. Throws `not_found`. */
export async function findLab(db: Db, name: string): Promise<Lab> {
  const lab = (await listAdminLabs(db)).find((one) => one.name === name);
  if (!lab) throw fail('not_found', { detail: `No lab is called ${name}.` });
  return lab;
}

/** The seat of this user name. Throws `not_found`. */
export async function findSeat(db: Db, labName: string, username: string): Promise<Seat> {
  const lab = await findLab(db, labName);
  const seat = (await listSeats(db, lab.id)).find((one) => one.username === username);
  if (!seat) throw fail('not_found', { detail: `The lab ${labName} has no seat called ${username}.` });
  return seat;
}
