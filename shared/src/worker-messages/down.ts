import { z } from 'zod';
import { Challenge } from './challenge.ts';
import { Desired } from './desired.ts';
import { HeartbeatAck } from './heartbeat-ack.ts';
import { LogsAck } from './logs-ack.ts';
import { Probe } from './probe.ts';
import { ReportAck } from './report-ack.ts';
import { OpenStream } from './stream.ts';
import { Welcome } from './welcome.ts';

/** Everything a broker may send to a worker. */
export const DownMessage = z.discriminatedUnion('type', [
  Challenge,
  Welcome,
  Desired,
  HeartbeatAck,
  ReportAck,
  LogsAck,
  Probe,
  OpenStream,
]);
export type DownMessage = z.infer<typeof DownMessage>;
