import { MachineLogPage } from '@coinslot/shared/http/machines.ts';
import { withQuery } from '../../../lib/cursor-query.ts';
import { request } from '../../../lib/request.ts';

/** Log chunks behind a position `epoch.seq`; used when the live stream does not work. */
export function getLogPage(id: string, after: string): Promise<MachineLogPage> {
  const path = withQuery(`/api/v1/machines/${encodeURIComponent(id)}/logs`, { after });
  return request({ path, answer: MachineLogPage });
}
