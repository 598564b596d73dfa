import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { MachineAnswer, Started } from '../../../worker/src/labs/jupyter/schema.ts';
import { machineCommand } from '../../../worker/src/labs/jupyter/terminal.ts';
import { verifySsh } from '../../../worker/src/machine/verify-ssh.ts';
import { machineLastsMs } from './browser-start.ts';
import { openTerminal, startServer, stopServer, type HubTerminal, type HubUser } from './hub-by-rest.ts';
import { stepClock, type StepsMs } from './step-clock.ts';

const startWithinMs = 120_000;
const onThisHost = { listen: '127.0.0.1', address: '127.0.0.1' };

/**
 * The same machine without a browser: the hub's REST API, one terminal's socket, the same program typed into it. Answers with how long
 * each step took, the hub's own spawn within `spawn`; ends the machine before it does.
 */
export async function startByRest(user: HubUser): Promise<StepsMs> {
  const clock = stepClock();
  const signal = AbortSignal.timeout(startWithinMs);
  await startServer(user);
  clock.done('spawn');
  const terminal = await openTerminal(user);
  clock.done('shell');
  // What the recipe reads too: the answer says where the machine is.
  const order = { act: 'start', tag: 'bench', endsInMs: machineLastsMs, tunnel: null, ...onThisHost };
  const { connection: found } = await act(terminal, order, Started);
  clock.done('set-up');
  const connection = { ...found, password: null };
  await verifySsh(connection, { dial: connection, named: connection }, signal);
  clock.done('ssh');
  await act(terminal, { act: 'stop' }, z.unknown());
  await terminal.close();
  await stopServer(user);
  return clock.stepsMs;
}

async function act<Value>(
  terminal: HubTerminal,
  order: Record<string, unknown>,
  schema: z.ZodType<Value>,
): Promise<Value> {
  const nonce = randomBytes(16).toString('hex');
  const answer = MachineAnswer.parse(await terminal.run(machineCommand(nonce, { ...order, nonce }), nonce));
  if (!answer.ok) throw new Error(`${String(order['act'])}: ${answer.error}`);
  return schema.parse(answer.value);
}
