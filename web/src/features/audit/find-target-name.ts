import type { AuditEntry } from '@coinslot/shared/http/audit.ts';
import { z } from 'zod';

const Named = z.object({
  name: z.string().optional(),
  username: z.string().optional(),
  email: z.string().optional(),
});

/** What the act was done to, by the name that it has afterwards or had before; null where the entry keeps none. */
export function findTargetName({ before, after }: Pick<AuditEntry, 'before' | 'after'>): string | null {
  for (const kept of [after, before]) {
    const { data } = Named.safeParse(kept);
    const name = data?.name ?? data?.username ?? data?.email;
    if (name) return name;
  }
  return null;
}
