import { z } from 'zod';
import { request } from '../../../../lib/request.ts';

/** All codes of a voucher; that somebody saw them stands in the audit log. */
export async function getCodes(id: string): Promise<string[]> {
  const path = `/api/v1/admin/vouchers/${encodeURIComponent(id)}/codes`;
  const csv = await request({ path, answer: z.string() });
  return csv
    .split(/\r?\n/)
    .slice(1)
    .map((line) => line.split(',')[0] ?? '')
    .filter((code) => code !== '');
}
