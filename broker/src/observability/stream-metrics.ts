import { Counter, Gauge, type Registry } from 'prom-client';

/** Terminals, connections to machines, and looks at labs' pages. */
export function createStreamMetrics(registers: Registry[]) {
  return {
    streams: new Gauge({
      name: 'coinslot_streams',
      help: 'Open streams to workers, by what they carry: terminal, tcp, screen',
      labelNames: ['kind'] as const,
      registers,
    }),
    streamsAsked: new Counter({
      name: 'coinslot_streams_asked_total',
      help: 'Streams that workers were asked for, by what they carry and what became of it: opened, or the reason',
      labelNames: ['kind', 'outcome'] as const,
      registers,
    }),
    streamBytes: new Counter({
      name: 'coinslot_stream_bytes_total',
      help: 'Bytes that streams carried: down to machines and labs, up to members and admins',
      labelNames: ['kind', 'direction'] as const,
      registers,
    }),
  };
}
