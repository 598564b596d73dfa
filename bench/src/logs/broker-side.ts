import { bringUp } from '../../../broker/src/testing/fake-provisioning.ts';
import { createFakeWorker } from '../../../broker/src/testing/fake-worker.ts';
import { openStage } from '../live/stage.ts';
import { startWatchers } from '../live/start-watchers.ts';
import type { Place } from '../place.ts';
import { chunksPerMessage, linesPerChunk, type LogSide, makeLines } from './lines.ts';

const heartbeatMs = 5_000;

/** The real broker, one ready machine and its watchers. A worker's socket brings each batch when the one before is stored. */
export async function openBrokerSide(place: Place, watcherCount: number): Promise<LogSide> {
  const stage = await openStage(place, {
    members: 1,
    workers: 1,
    env: {
      BROKER_LIVE_STREAMS_PER_MEMBER_MAX: String(watcherCount),
      // A machine's log ends at 1 MiB; here it must last for all rounds.
      BROKER_LOG_BYTES_MAX: '1000000000',
    },
  });
  const [identity] = stage.workers;
  const [cookie] = stage.cookies;
  if (!identity || cookie === undefined) throw new Error('the stage is empty');
  const worker = createFakeWorker(stage.broker.url, identity);
  place.atEnd(() => worker.vanish());
  await worker.connect();
  const machineId = await stage.buy(cookie);
  await worker.until('a machine is assigned', () => worker.assignments.length > 0);
  const { epoch } = worker.assignments[0] ?? { epoch: 1 };
  const machine = { machineId, epoch };
  await bringUp(worker, machine);
  const beating = setInterval(() => void worker.heartbeat().catch(() => undefined), heartbeatMs);
  place.atEnd(() => clearInterval(beating));
  const watchers = await startWatchers(place, [
    {
      url: `${stage.broker.url.replace(/^http/, 'ws')}/api/v1/machines/${machineId}/live`,
      headers: { cookie, origin: stage.broker.origin },
      count: watcherCount,
    },
  ]);
  let sent = 0;
  return {
    pid: stage.broker.pid,
    async pour(chunks) {
      for (const last = sent + chunks; sent < last;) {
        const count = Math.min(chunksPerMessage, last - sent);
        const at = new Date().toISOString();
        const batch = Array.from({ length: count }, (_, index) => ({
          seq: sent + index + 1,
          at,
          source: 'machine' as const,
          text: makeLines((sent + index) * linesPerChunk, linesPerChunk),
        }));
        await worker.logs(machine, batch);
        sent += count;
      }
      await watchers.allReach(sent);
    },
  };
}
