import { z } from 'zod';
import { count, duration } from './config-values.ts';

/** The settings of terminals, connections to machines and looks at pages: a part of BrokerEnvironment. */
export const accessEnvironment = {
  BROKER_TERMINALS_PER_MACHINE_MAX: count(4, 1, 50),
  BROKER_CONNECTIONS_PER_MACHINE_MAX: count(16, 1, 500),
  BROKER_LOOKS_PER_MACHINE_MAX: count(3, 1, 20),
  BROKER_STREAMS_PER_WORKER_MAX: count(100, 1, 10_000),
  BROKER_STREAM_TICKET_MS: duration(15_000),
  BROKER_STREAM_BUFFER_BYTES_MAX: count(524_288, 65_536),
  BROKER_TERMINAL_SCROLLBACK_BYTES: count(262_144, 1_024),
  BROKER_TERMINAL_DETACHED_MS: duration(60_000, 0),
};

const Environment = z.object(accessEnvironment);

export function toAccessConfig(env: z.infer<typeof Environment>) {
  return {
    terminalsPerMachineMax: env.BROKER_TERMINALS_PER_MACHINE_MAX,
    connectionsPerMachineMax: env.BROKER_CONNECTIONS_PER_MACHINE_MAX,
    looksPerMachineMax: env.BROKER_LOOKS_PER_MACHINE_MAX,
    streamsPerWorkerMax: env.BROKER_STREAMS_PER_WORKER_MAX,
    ticketMs: env.BROKER_STREAM_TICKET_MS,
    bufferBytesMax: env.BROKER_STREAM_BUFFER_BYTES_MAX,
    scrollbackBytes: env.BROKER_TERMINAL_SCROLLBACK_BYTES,
    detachedMs: env.BROKER_TERMINAL_DETACHED_MS,
  };
}
