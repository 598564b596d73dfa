import { figure } from '../measure/figures.ts';
import { readHouse } from './ask-house.ts';
import type { House } from './open-house.ts';

/** How long the whole audit log takes as CSV, as a line for a person. */
export async function measureExport(house: House): Promise<string> {
  const startedAt = performance.now();
  const csv = await readHouse(house, '/api/v1/admin/audit/export');
  const tookMs = performance.now() - startedAt;
  const lines = csv.split('\n').length;
  return `the whole audit log as CSV: ${figure(lines)} lines in ${figure(tookMs)} ms`;
}
