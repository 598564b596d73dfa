import { randomBytes } from 'node:crypto';
import pg from 'pg';
import type { Benchmark, BenchmarkOptions, Measured } from '../benchmark.ts';
import { cpuSeconds } from '../measure/cpu-time.ts';
import { describeSpread, figure, median, percentile } from '../measure/figures.ts';
import { measureSideBySide } from '../measure/side-by-side.ts';
import type { Place } from '../place.ts';
import { startBroker } from '../start-broker.ts';
import { startPostgres } from '../start-postgres.ts';
import { findPgbench } from './find-pgbench.ts';
import { runBuyers } from './run-buyers.ts';
import { runPgbench } from './run-pgbench.ts';
import { openShop, type Shop } from './shop.ts';

const clients = 16;

/** How much of what Postgres could sell alone is left when members buy over HTTP. */
export const purchase: Benchmark = {
  name: 'purchase',
  about: `purchases per second over HTTP ÷ the same transaction by pgbench, ${clients} clients each`,
  goal: { ratio: 0.6, isReachedBy: 'at least' },
  run: measurePurchase,
};

interface Sample {
  perSecond: number;
  p99Ms: number;
  /** Processor time of one purchase, in µs: in Postgres, and in the broker. */
  postgresUs: number;
  brokerUs: number;
}

async function measurePurchase(place: Place, { quick, say }: BenchmarkOptions): Promise<Measured> {
  const program = findPgbench();
  const postgres = await startPostgres(place);
  const authSecret = randomBytes(32).toString('base64');
  const broker = await startBroker(place, {
    databaseUrl: postgres.url,
    env: {
      COINSLOT_AUTH_SECRET: authSecret,
      BROKER_ACTIVE_MACHINES_MAX: '1000000000',
      BROKER_QUEUE_LENGTH_MAX: '1000000000',
    },
  });
  const database = new pg.Client({ connectionString: postgres.superuserUrl });
  await database.connect();
  place.atEnd(() => database.end());
  const shop = await openShop(database, { authSecret, publicUrl: broker.origin });
  const seconds = quick ? 2 : 5;
  const { hostname, port } = new URL(broker.url);

  const pids = { postgres: postgres.pid, broker: broker.pid };
  const sides = {
    http: () =>
      checked(shop, pids, async () => {
        const bought = await runBuyers(place, {
          host: hostname,
          port: Number(port),
          origin: broker.origin,
          productId: shop.productId,
          cookies: shop.cookies,
          clients,
          durationMs: seconds * 1000,
        });
        return { ...bought, perSecond: bought.purchases / bought.seconds };
      }),
    // The broker stands still meanwhile: pgbench has the machine to itself.
    pgbench: () =>
      checked(shop, pids, async () => {
        process.kill(broker.pid, 'SIGSTOP');
        try {
          return await runPgbench(place, {
            program,
            databaseUrl: postgres.url,
            productId: shop.productId,
            clients,
            seconds,
          });
        } finally {
          process.kill(broker.pid, 'SIGCONT');
        }
      }),
  };
  // The first round warms both: code that is not compiled yet, plans that are not made.
  const { http, pgbench } = await measureSideBySide(sides, {
    rounds: quick ? 3 : 8,
    between: async () => await shop.reset(),
  });
  for (const [index, sample] of http.entries()) {
    const other = pgbench[index]?.perSecond ?? 0;
    say(
      `  round ${index}: http ${figure(sample.perSecond)}/s, pgbench ${figure(other)}/s${index === 0 ? ' (to warm up)' : ''}`,
    );
  }
  return summarize(http.slice(1), pgbench.slice(1));
}

/** Whoever says that it sold so many has made as many machines. */
async function checked(
  shop: Shop,
  pids: { postgres: number; broker: number },
  sell: () => Promise<{ purchases: number; perSecond: number; latenciesMs: number[] }>,
): Promise<Sample> {
  const before = readCpu(pids);
  const { purchases, perSecond, latenciesMs } = await sell();
  const after = readCpu(pids);
  const made = await shop.countMachines();
  if (made !== purchases) throw new Error(`${purchases} purchases made ${made} machines`);
  return {
    perSecond,
    p99Ms: percentile(latenciesMs, 0.99),
    postgresUs: ((after.postgres - before.postgres) / purchases) * 1_000_000,
    brokerUs: ((after.broker - before.broker) / purchases) * 1_000_000,
  };
}

function readCpu({ postgres, broker }: { postgres: number; broker: number }) {
  return { postgres: cpuSeconds(postgres) ?? 0, broker: cpuSeconds(broker) ?? 0 };
}

function summarize(http: Sample[], pgbench: Sample[]): Measured {
  const rates = (samples: Sample[]) => samples.map(({ perSecond }) => perSecond);
  const tails = (samples: Sample[]) => samples.map(({ p99Ms }) => p99Ms);
  const cpu = (samples: Sample[], part: 'postgresUs' | 'brokerUs') =>
    describeSpread(samples.map((sample) => sample[part]));
  return {
    ratio: median(rates(http)) / median(rates(pgbench)),
    lines: [
      `http     ${describeSpread(rates(http))} purchases/s, p99 ${describeSpread(tails(http), 1)} ms`,
      `pgbench  ${describeSpread(rates(pgbench))} purchases/s, p99 ${describeSpread(tails(pgbench), 1)} ms`,
      `processor time of one purchase, µs: over HTTP Postgres ${cpu(http, 'postgresUs')} and broker ${cpu(http, 'brokerUs')}; by pgbench Postgres ${cpu(pgbench, 'postgresUs')}`,
    ],
  };
}
