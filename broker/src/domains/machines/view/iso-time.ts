import { PgTimestamp } from '../../../database/pg-types.ts';

/** A timestamptz of a raw row or of JSON, as ISO 8601 in UTC. */
export const IsoTime = PgTimestamp.transform((at) => at.toISOString());
