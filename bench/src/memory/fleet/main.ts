import { createPrivateKey } from 'node:crypto';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { createReadGate } from '../../../../broker/src/live/read-gate.ts';
import { bringUp } from '../../../../broker/src/testing/fake-provisioning.ts';
import { createFakeWorker, type FakeWorker } from '../../../../broker/src/testing/fake-worker.ts';

// Workers that speak the real protocol over real sockets, in a process of their own: they join, beat, bring every machine they
// are given up, and print lines. Standard input: who they are; then one line asks how many machines are ready.
const Orders = z.object({
  url: z.string(),
  heartbeatMs: z.int(),
  workers: z.array(z.object({ workerId: z.uuid(), privateKey: z.string() })),
});

const dialledAtOnce = 10;
const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
const orders = Orders.parse(JSON.parse((await lines.next()).value ?? '{}'));
const ready = new Set<string>();
// All at once would measure a stampede, and outlast a worker's patience on a busy machine.
const bringingUp = createReadGate(10);

const workers = orders.workers.map(({ workerId, privateKey }) =>
  createFakeWorker(orders.url, { workerId, privateKey: createPrivateKey(privateKey), joinCounter: 0 }),
);
let next = 0;
await Promise.all(
  Array.from({ length: dialledAtOnce }, async () => {
    for (let worker = workers[next++]; worker; worker = workers[next++]) {
      await worker.connect();
      work(worker).catch(tell);
    }
  }),
);
say({ connected: workers.length });
while ((await lines.next()).done !== true) {
  say({ ready: ready.size, connected: workers.filter(({ isOpen }) => isOpen).length });
}
process.exit();

/** One worker's life: a beat every ten seconds, a line for each machine with it, and machines brought up as they come. */
async function work(worker: FakeWorker): Promise<void> {
  bringUpAll(worker).catch(tell);
  await pause(Math.random() * orders.heartbeatMs);
  for (let seq = 1; worker.isOpen; seq += 1) {
    await worker.heartbeat();
    const at = new Date().toISOString();
    for (const { machineId, epoch } of worker.assignments) {
      await worker.logs({ machineId, epoch }, [
        { seq, at, source: 'machine', text: `line ${seq} of this machine\n` },
      ]);
    }
    await pause(orders.heartbeatMs);
  }
}

async function bringUpAll(worker: FakeWorker): Promise<void> {
  while (worker.isOpen) {
    for (const { machineId, epoch } of worker.assignments) {
      if (ready.has(machineId)) continue;
      await bringingUp.run(() => bringUp(worker, { machineId, epoch }));
      ready.add(machineId);
    }
    await pause(100);
  }
}

// One that gave up stays connected or not; the count at the end says.
function tell(error: unknown): void {
  process.stderr.write(`${String(error)}\n`);
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

function say(answer: unknown): void {
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
