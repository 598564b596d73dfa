import type { MachineEpoch } from '@coinslot/shared/worker-messages/hold.ts';
import type { OpenStream, StreamFault, StreamRefused } from '@coinslot/shared/worker-messages/stream.ts';
import type { Logger } from '../logger.ts';
import { carryTcp } from './carry-tcp.ts';
import { carryTerminal } from './carry-terminal.ts';
import { connectMachine } from './connect-machine.ts';
import { dialBroker } from './dial-broker.ts';
import { openShell } from './open-shell.ts';
import { carryScreen } from './screen/carry-screen.ts';
import { StreamFaultError } from './stream-fault.ts';
import type { StreamSource } from './stream-source.ts';

/** All streams of one worker at once: a broker that has lost its count is not believed. */
const streamsMax = 200;

export type StreamServerParts = {
  brokerUrl: string;
  /** What this worker holds at exactly this epoch, or null. */
  sourceOf: (machine: MachineEpoch) => StreamSource | null;
  signal: AbortSignal;
  log: Logger;
};

/**
 * Opens what the broker asks for: first the machine's side, so that a fault is told by its name, then the line to the broker.
 * What passes is never logged.
 */
export function createStreamServer({
  brokerUrl,
  sourceOf,
  signal,
  log,
}: StreamServerParts): (order: OpenStream, refuse: (refused: StreamRefused) => void) => void {
  let open = 0;

  async function serve(order: OpenStream): Promise<void> {
    if (open >= streamsMax) throw new StreamFaultError('worker_busy');
    const source = sourceOf(order);
    if (source === null) throw new StreamFaultError('not_held');
    open += 1;
    try {
      await carry(order, source, AbortSignal.any([signal, source.signal]));
    } finally {
      open -= 1;
    }
  }

  async function carry(order: OpenStream, source: StreamSource, ended: AbortSignal): Promise<void> {
    const { purpose } = order;
    if (purpose.kind === 'screen') {
      return carryScreen(await dialBroker(brokerUrl, order, ended), source, log);
    }
    const wayIn = source.wayIn();
    if (wayIn === null) throw new StreamFaultError('not_ready');
    if (purpose.kind === 'tcp') {
      const machine = await connectMachine(wayIn.own, ended);
      return dialBroker(brokerUrl, order, ended).then(
        (broker) => carryTcp(broker, machine),
        (error: unknown) => {
          machine.destroy();
          throw error;
        },
      );
    }
    const shell = await openShell(wayIn, purpose, ended);
    return dialBroker(brokerUrl, order, ended).then(
      (broker) => carryTerminal(broker, shell),
      (error: unknown) => {
        shell.client.destroy();
        throw error;
      },
    );
  }

  return (order, refuse) => {
    const { machineId, streamId } = order;
    const { kind } = order.purpose;
    serve(order).catch((error: unknown) => {
      const fault: StreamFault =
        error instanceof StreamFaultError ? error.fault : signal.aborted ? 'worker_stopping' : 'ended';
      // ssh2's and the machine's words stand in the cause.
      log.info({ machineId, kind, fault }, 'a stream could not be opened');
      refuse({ type: 'stream_refused', streamId, fault });
    });
  };
}
