export { registerTunnelRoutes } from './routes.ts';
export { requireTunnelAccount } from './settings/read-tunnel-settings.ts';
export { type FailMachine, keepTunnels } from './tunnels/keep-tunnels.ts';
export { type NamedTunnel, openTunnelToken, readTunnelsOf, readTunnelToken } from './tunnels/read-tunnels.ts';
export { reconcileTunnels } from './tunnels/reconcile-tunnels.ts';
