import { TunnelSettings } from '@coinslot/shared/http/admin-tunnels.ts';
import { sql } from 'drizzle-orm';
import { createKeepTunnels } from '../../../loops/keep-tunnels.ts';
import type { TestSession } from '../../../testing/test-session.ts';
import type { Hold } from '../../machines/index.ts';
import { type MachineWorld, openMachineWorld } from '../../machines/testing/machine-world.ts';
import { type CloudflareStandIn, startCloudflareStandIn } from './cloudflare-stand-in.ts';

/** A broker whose lab is reached by tunnels of an account at a stand-in for Cloudflare. */
export interface TunnelWorld extends MachineWorld {
  cloudflare: CloudflareStandIn;
  admin: TestSession;
  member: TestSession;
  productId: string;
  /** Saves the account's settings; answers the status and the body. */
  save: (changes?: object) => Promise<{ status: number; body: unknown }>;
  settings: () => Promise<TunnelSettings>;
  /** A machine that a worker has. */
  assigned: () => Promise<Hold>;
  /** One round of the loop. */
  keep: () => Promise<void>;
  /** One round of the loop, of everything that is due or was put off. */
  round: () => Promise<void>;
  tunnelOf: (machineId: string) => Promise<Record<string, unknown> | undefined>;
  /** Well again, nothing there, nothing counted. */
  reset: () => Promise<void>;
}

export async function startTunnelWorld(): Promise<TunnelWorld> {
  const cloudflare = await startCloudflareStandIn();
  const world = await openMachineWorld({
    BROKER_CLOUDFLARE_URL: cloudflare.url,
    BROKER_CLOUDFLARE_TIMEOUT_MS: '300',
    BROKER_ACTIVE_MACHINES_MAX: '1000',
  });
  const { broker } = world;
  const admin = await broker.registerAdmin();
  const productId = await world.makeProduct(0);
  const keepTunnels = createKeepTunnels(broker.ctx);
  const settings = async () => TunnelSettings.parse((await admin.get('/api/v1/admin/tunnels')).body);
  await world.rows(sql`update labs set tunnel = 'cloudflared' where id = ${world.labId}`);

  return {
    ...world,
    cloudflare,
    admin,
    member: admin,
    productId,
    settings,
    async save(changes = {}) {
      const { revision } = await settings();
      const { accountId, zoneId, token } = cloudflare;
      return await admin.put('/api/v1/admin/tunnels', {
        accountId,
        zoneId,
        subdomain: 'lab',
        token,
        revision,
        ...changes,
      });
    },
    async assigned() {
      const { id } = await world.buy(admin, productId);
      return await world.assign(id);
    },
    keep: keepTunnels,
    async round() {
      await world.rows(sql`update tunnels set next_try_at = now() where state <> 'removed'`);
      await keepTunnels();
    },
    async tunnelOf(machineId) {
      return (await world.rows(sql`select * from tunnels where machine_id = ${machineId}`))[0];
    },
    async reset() {
      cloudflare.fault = () => null;
      Object.assign(cloudflare.rights, { tunnels: true, dns: true });
      cloudflare.tunnels.length = 0;
      cloudflare.records.length = 0;
      await world.rows(
        sql`update tunnels set state = 'removed', secret = null, removing_at = now(), removed_at = now()`,
      );
      await world.rows(sql`delete from tunnel_calls`);
      await world.rows(sql`
        update tunnel_settings set failures = 0, fault_at = null, fault_detail = null, paused_until = null, closed_until = null`);
      cloudflare.log.length = 0;
    },
    async close() {
      await world.close();
      await cloudflare.close();
    },
  };
}
