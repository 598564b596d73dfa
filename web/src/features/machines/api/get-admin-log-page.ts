import { MachineLogPage } from '@coinslot/shared/http/machines.ts';
import { withQuery } from '../../../lib/cursor-query.ts';
import { request } from '../../../lib/request.ts';

/** Log chunks of any machine behind a position `epoch.seq`. */
export function getAdminLogPage(id: string, after: string, signal: AbortSignal): Promise<MachineLogPage> {
  const path = withQuery(`/api/v1/admin/machines/${encodeURIComponent(id)}/logs`, { after });
  return request({ path, answer: MachineLogPage, signal });
}
