import { MachineLogPage } from '@coinslot/shared/http/machines.ts';
import type { LogChunk } from '@coinslot/shared/live-events/log-line.ts';
import { sql } from 'drizzle-orm';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import type { BrokerContext } from '../../../context.ts';
import { readRows } from '../../../database/db.ts';
import { formatLogPosition, type LogPosition, parseLogPosition, readLogs } from './read-logs.ts';

/** `?after=epoch.seq` resumes; `?text=1` answers the whole log as a text file. */
export const LogQuery = z.object({
  after: z.string().max(40).optional(),
  text: z.enum(['0', '1']).default('0'),
});
export type LogQuery = z.infer<typeof LogQuery>;

/** What `sendLogs` answers, by `?text`. */
export const logAnswers = { 'application/json': MachineLogPage, 'text/plain': z.string() };

const pageBytes = 1_048_576;

/** Answers a machine's log, as a page of chunks or as a file to keep. */
export async function sendLogs(
  ctx: Pick<BrokerContext, 'db'>,
  reply: FastifyReply,
  machineId: string,
  query: LogQuery,
): Promise<FastifyReply> {
  reply.header('cache-control', 'no-store');
  const { name, capped } = await readLogFacts(ctx, machineId);
  const after = parseLogPosition(query.after);
  if (query.text === '1') {
    const chunks = await readWholeLog(ctx, machineId, after);
    return reply
      .type('text/plain; charset=utf-8')
      .header('x-content-type-options', 'nosniff')
      .header('content-disposition', `attachment; filename="${name}.log"`)
      .send(chunks.map(({ text }) => text).join(''));
  }
  const items = await readLogs(ctx.db, machineId, after, pageBytes);
  const page: MachineLogPage = { items, next: formatLogPosition(items.at(-1) ?? after), capped };
  return reply.send(page);
}

/** The cap of a log bounds what this holds in memory. */
async function readWholeLog(
  ctx: Pick<BrokerContext, 'db'>,
  machineId: string,
  from: LogPosition,
): Promise<LogChunk[]> {
  const whole: LogChunk[] = [];
  let after = from;
  for (;;) {
    const chunks = await readLogs(ctx.db, machineId, after, pageBytes);
    const last = chunks.at(-1);
    if (!last) return whole;
    whole.push(...chunks);
    after = last;
  }
}

async function readLogFacts(ctx: Pick<BrokerContext, 'db'>, machineId: string) {
  const rows = await readRows(
    ctx.db,
    z.object({ name: z.string(), capped: z.boolean() }),
    sql`select name, log_capped as capped from machines where id = ${machineId}`,
  );
  return rows[0] ?? { name: 'machine', capped: false };
}
