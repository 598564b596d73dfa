/** What one line of cloudflared's output tells. */
export type OutputNews =
  | { kind: 'metrics'; port: number }
  | { kind: 'connected' }
  | { kind: 'quick_hostname'; hostname: string }
  | { kind: 'error'; text: string };

const metricsPattern = /Starting metrics server on (?:127\.0\.0\.1|\[::1\]):(\d{1,5})\/metrics/;
const connectedPattern = /Registered tunnel connection\b/;
/** In a box of its own; api.trycloudflare.com is the service that gives the names away. */
const quickPattern = /^\S+ INF \|\s+https:\/\/(?!api\.)([a-z0-9-]+\.trycloudflare\.com)\s+\|$/;
const errorPattern = /^\S+ (?:ERR|FTL) (.+)$/;

/** Lines as `2026-11-21T23:00:00Z INF text key=value`; null for what says nothing to us. */
export function readOutput(line: string): OutputNews | null {
  const metrics = metricsPattern.exec(line)?.[1];
  if (metrics !== undefined) return { kind: 'metrics', port: Number(metrics) };
  if (connectedPattern.test(line)) return { kind: 'connected' };
  const hostname = quickPattern.exec(line)?.[1];
  if (hostname !== undefined) return { kind: 'quick_hostname', hostname };
  const text = errorPattern.exec(line)?.[1];
  return text === undefined ? null : { kind: 'error', text: text.slice(0, 300) };
}
