import { sql } from 'drizzle-orm';
import type { BrokerContext } from '../context.ts';
import { collectGauges } from './collect-gauges.ts';
import { collectHostGauges } from './collect-host-gauges.ts';

const patienceMs = 4_000;

/**
 * The metrics as Prometheus reads them. While the database does not answer, `coinslot_database_up` is 0 and the gauges that count its
 * rows are left out: what they last said is not true any more, and an alert must not be held or ended by it.
 */
export async function tellMetrics(
  ctx: Pick<BrokerContext, 'db' | 'metrics' | 'config' | 'log'>,
): Promise<{ type: string; text: string }> {
  const { registry, databaseUp } = ctx.metrics;
  await collectHostGauges(ctx);
  const up = await answers(ctx);
  databaseUp.set(up ? 1 : 0);
  if (up) return { type: registry.contentType, text: await registry.metrics() };
  const told = await registry.getMetricsAsJSON();
  const kept = told.filter(({ name, type }) => String(type) !== 'gauge' || needsNoDatabase.test(name));
  const texts = await Promise.all(kept.map(({ name }) => registry.getSingleMetricAsString(name)));
  return { type: registry.contentType, text: `${texts.join('\n\n')}\n` };
}

const needsNoDatabase =
  /^(process|nodejs)_|^coinslot_(database_up|host_processors|disk_used_ratio|live_watchers|streams)$/;

async function answers(ctx: Pick<BrokerContext, 'db' | 'metrics' | 'config' | 'log'>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), patienceMs);
  });
  const collected = ctx.db
    .execute(sql`select 1`)
    .then(() => collectGauges(ctx))
    .then(() => true)
    .catch((error: unknown) => {
      ctx.log.warn({ err: error }, 'what is counted in the database could not be told to Prometheus');
      return false;
    });
  return await Promise.race([collected, late]).finally(() => clearTimeout(timer));
}
