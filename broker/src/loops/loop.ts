import type { BusMessageName } from '../live/bus.ts';

/** Work that is done again and again. It looks at the database each time, so a missed wake-up or a killed process loses nothing. */
export interface Loop {
  name: string;
  everyMs: number;
  /** True = members come to harm soon when it stands still: the broker is then not ready. */
  critical: boolean;
  /** Also run as soon as this is told. */
  wakeOn?: BusMessageName;
  /** One round. A throw is logged, and the next round waits longer. */
  run(): Promise<void>;
}
