import { Counter, Gauge, Histogram, type Registry } from 'prom-client';

/** Numbers of the tunnels in the operator's account at Cloudflare. */
export function createTunnelMetrics(registers: Registry[]) {
  return {
    cloudflareRequests: new Counter({
      name: 'coinslot_cloudflare_requests_total',
      help: 'Calls to Cloudflare, by what came of them: answered, rejected, failed, or held because too many were sent or it fails',
      labelNames: ['outcome'] as const,
      registers,
    }),
    tunnelOpenSeconds: new Histogram({
      name: 'coinslot_tunnel_open_seconds',
      help: 'From the wish for a tunnel until it and its name stood',
      buckets: [0.5, 1, 2, 5, 15, 45],
      registers,
    }),
    tunnelStrangers: new Gauge({
      name: 'coinslot_tunnel_strangers',
      help: 'Tunnels with our name in the account that no row of ours names; they are never touched',
      registers,
    }),
  };
}
