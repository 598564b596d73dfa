import { MachineEventPage } from '@coinslot/shared/http/machines.ts';
import { request } from '../../../lib/request.ts';

/** Every numbered event of one's own machine, in order; used when the live stream does not work. */
export function getEvents(id: string): Promise<MachineEventPage> {
  return request({ path: `/api/v1/machines/${encodeURIComponent(id)}/events`, answer: MachineEventPage });
}
