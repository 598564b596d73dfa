import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Lab, LabList } from '@coinslot/shared/http/admin-labs.ts';
import { TunnelSettings } from '@coinslot/shared/http/admin-tunnels.ts';
import {
  type CloudflareStandIn,
  startCloudflareStandIn,
} from '../../broker/src/domains/names/testing/cloudflare-stand-in.ts';
import { startStandInEdge, type StandInEdge } from '../../worker/src/testing/cloudflared/edge.ts';
import type { Member } from './member.ts';
import { describeAnswer, type Answer } from './open-session.ts';

/** Stand-ins of all of Cloudflare that belong together: its API, its edge that knows what the API made, and cloudflared. */
export type StandInCloudflare = {
  api: CloudflareStandIn;
  edge: StandInEdge;
  /** Where cloudflared is, for workers and members. */
  binary: string;
  /** What stands at Cloudflare now: tunnels, and names by what they lead to. */
  standing: () => { tunnels: string[]; names: string[] };
  stop: () => Promise<void>;
};

export async function startCloudflare(): Promise<StandInCloudflare> {
  const api = await startCloudflareStandIn();
  const edge = await startStandInEdge(api);
  api.edge = edge;
  const folder = await mkdtemp(join(tmpdir(), 'coinslot-cloudflared-'));
  return {
    api,
    edge,
    binary: await edge.writeBinary(folder),
    standing: () => ({
      tunnels: api.tunnels.filter(({ deleted_at: deletedAt }) => deletedAt === null).map(({ name }) => name),
      names: api.records.map(({ name }) => name),
    }),
    async stop() {
      await Promise.all([edge.stop(), api.close()]);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Sets up the account, then that the machines of every lab are reached by its tunnels, as an admin does on the pages. */
export async function reachByTunnels(admin: Member, { api }: StandInCloudflare): Promise<void> {
  const { revision } = await admin.get('/api/v1/admin/tunnels', TunnelSettings);
  const { accountId, zoneId, token } = api;
  const account = { accountId, zoneId, token, subdomain: '', revision };
  mustWork('saving the account', await admin.request('PUT', '/api/v1/admin/tunnels', account));
  for (const lab of (await admin.get('/api/v1/admin/labs', LabList)).items) {
    const draft = { ...lab, tunnel: 'cloudflared' };
    Lab.parse(
      mustWork('editing the lab', await admin.request('PUT', `/api/v1/admin/labs/${lab.id}`, draft)).body,
    );
  }
}

function mustWork(what: string, answer: Answer): Answer {
  if (answer.status >= 300) throw new Error(describeAnswer(what, answer));
  return answer;
}
