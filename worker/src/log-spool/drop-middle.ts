import type { DatabaseSync } from 'node:sqlite';
import type { MachineEpoch } from '@coinslot/shared/worker-messages/hold.ts';
import { z } from 'zod';

/** How a log began is worth more than its middle: so much of the unsent head is kept. */
const headBytes = 256 * 1024;

const Total = z.object({ bytes: z.int() });
const Unsent = z.object({ id: z.int(), bytes: z.int(), dropped_bytes: z.int() });

/** When a stream's unsent chunks exceed the limit, its middle is replaced by one chunk that says how much is missing. */
export function dropMiddle(
  database: DatabaseSync,
  { machineId, epoch }: MachineEpoch,
  maxBytes: number,
): void {
  const total = Total.parse(
    database
      .prepare(
        `select coalesce(sum(bytes), 0) as bytes from chunks where machine_id = ? and epoch = ? and seq is null`,
      )
      .get(machineId, epoch),
  ).bytes;
  if (total <= maxBytes) return;
  const unsent = z
    .array(Unsent)
    .parse(
      database
        .prepare(
          `select id, bytes, dropped_bytes from chunks where machine_id = ? and epoch = ? and seq is null order by id`,
        )
        .all(machineId, epoch),
    );
  // A tenth more than needed, so that not every further chunk has to do this.
  const doomed = chooseMiddle(unsent, total - maxBytes * 0.9, Math.min(headBytes, maxBytes / 4));
  const first = doomed.at(0);
  if (first === undefined) return;
  const missing = doomed.reduce((sum, chunk) => sum + (chunk.dropped_bytes || chunk.bytes), 0);
  const marker = `[${missing} bytes of the log were dropped here: the broker could not be reached]\n`;
  const remove = database.prepare(`delete from chunks where id = ?`);
  // The marker first: a kill in between may count some bytes twice, but hides nothing.
  database
    .prepare(`update chunks set source = 'worker', text = ?, bytes = ?, dropped_bytes = ? where id = ?`)
    .run(marker, Buffer.byteLength(marker), missing, first.id);
  for (const { id } of doomed.slice(1)) remove.run(id);
}

function chooseMiddle(
  unsent: z.infer<typeof Unsent>[],
  bytesToDrop: number,
  keepHeadBytes: number,
): z.infer<typeof Unsent>[] {
  const doomed: z.infer<typeof Unsent>[] = [];
  let head = 0;
  let dropped = 0;
  for (const chunk of unsent.slice(0, -1)) {
    const isMarker = chunk.dropped_bytes > 0;
    if (!isMarker && doomed.length === 0 && head + chunk.bytes <= keepHeadBytes) head += chunk.bytes;
    else if (dropped < bytesToDrop) {
      doomed.push(chunk);
      dropped += chunk.bytes;
    }
  }
  return doomed;
}
