import { type SQL, sql } from 'drizzle-orm';
import type { BrokerConfig } from '../../../config.ts';
import { houseIncidents } from './house-incidents.ts';
import { labIncidents } from './lab-incidents.ts';
import { machineIncidents } from './machine-incidents.ts';
import { workerIncidents } from './worker-incidents.ts';

/**
 * Everything that is stuck now, derived from the truth: kind, subject (which of its kind; with the kind it names the incident), name,
 * reason, since, next_at, refs (ids of what it is about) and params. Every part reads an index of the few rows that are not as they
 * should be.
 */
export function selectIncidents(config: BrokerConfig): SQL {
  const parts = [
    ...houseIncidents(config),
    ...workerIncidents(config),
    ...labIncidents(config),
    ...machineIncidents(config),
  ];
  return sql.join(
    parts.map((part) => sql`(${part})`),
    sql` union all `,
  );
}
