import { z } from 'zod';
import { Heartbeat } from './heartbeat.ts';
import { Hello } from './hello.ts';
import { InventoryResult } from './inventory.ts';
import { Joined } from './joined.ts';
import { Logs } from './logs.ts';
import { ProbeResult } from './probe.ts';
import { Report } from './report.ts';
import { StreamRefused } from './stream.ts';

/** Everything a worker may send. */
export const UpMessage = z.discriminatedUnion('type', [
  Hello,
  Joined,
  Heartbeat,
  Report,
  Logs,
  ProbeResult,
  InventoryResult,
  StreamRefused,
]);
export type UpMessage = z.infer<typeof UpMessage>;
