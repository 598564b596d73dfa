import { randomBytes, randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import { type Answer, type Exchange, readExchange, sendAnswer } from '../../sign-in/testing/http-exchange.ts';

interface StandInTunnel {
  id: string;
  name: string;
  created_at: string;
  deleted_at: string | null;
  secret: string;
  /** How many run it, unless an edge tells. */
  connections: number;
}

/** Where those who run tunnels are connected. */
export interface StandInRunners {
  connectors: (tunnelId: string) => number;
  cutTunnel: (tunnelId: string) => void;
}

interface StandInRecord {
  id: string;
  type: string;
  name: string;
  content: string;
  comment: string | null;
}

/** A call that the stand-in was asked for, and what it does instead of answering well. */
export type Fault = Answer | { slowMs: number } | { doneButSilent: true };

/** Cloudflare's API (v4) over a real socket, as far as tunnels need it: as strict as the real one, and as bad as the test says. */
export interface CloudflareStandIn {
  url: string;
  accountId: string;
  zoneId: string;
  zoneName: string;
  /** The API token it accepts, and what that may do. */
  token: string;
  rights: { tunnels: boolean; dns: boolean };
  tunnels: StandInTunnel[];
  records: StandInRecord[];
  /** Asked before every call; a fault is what happens instead, `doneButSilent` after it was done. */
  fault: (call: { method: string; path: string }) => Fault | null;
  log: { method: string; path: string; status: number }[];
  /** The edge that belongs to it, when there is one. */
  edge: StandInRunners | null;
  /** What an edge asks: the living tunnel that a token runs, and that a proxied name leads into. */
  tunnelOfToken: (token: string) => string | null;
  tunnelOfHostname: (hostname: string) => string | null;
  close: () => Promise<void>;
}

export async function startCloudflareStandIn(): Promise<CloudflareStandIn> {
  const server = createServer((request, response) => {
    void answerOne().catch((error: unknown) => response.destroy(error instanceof Error ? error : undefined));
    async function answerOne(): Promise<void> {
      const exchange = await readExchange(request, standIn.url);
      const path = exchange.url.pathname.replace('/client/v4', '');
      const fault = standIn.fault({ method: exchange.method, path });
      if (fault !== null && 'slowMs' in fault) await wait(fault.slowMs);
      const answer = fault !== null && 'status' in fault ? fault : route(standIn, exchange, path);
      standIn.log.push({ method: exchange.method, path, status: answer.status });
      if (fault !== null && 'doneButSilent' in fault) response.destroy();
      else sendAnswer(response, answer);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const standIn: CloudflareStandIn = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    accountId: hexId(),
    zoneId: hexId(),
    zoneName: 'example.org',
    token: `token-${randomBytes(16).toString('hex')}`,
    rights: { tunnels: true, dns: true },
    tunnels: [],
    records: [],
    fault: () => null,
    log: [],
    edge: null,
    tunnelOfToken: (token) => living(standIn).find((one) => tokenOf(standIn, one) === token)?.id ?? null,
    tunnelOfHostname(hostname) {
      const content = standIn.records.find(({ name }) => name === hostname)?.content;
      return living(standIn).find(({ id }) => `${id}.cfargotunnel.com` === content)?.id ?? null;
    },
    async close() {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
  return standIn;
}

function route(standIn: CloudflareStandIn, exchange: Exchange, path: string): Answer {
  if (exchange.headers.authorization !== `Bearer ${standIn.token}`)
    return refuse(401, 10_000, 'Authentication error');
  const [kind, owner, what, id, part] = path.slice(1).split('/');
  if (kind === 'accounts' && owner === standIn.accountId && what === 'cfd_tunnel') {
    if (!standIn.rights.tunnels) return refuse(403, 10_000, 'Authentication error');
    return id === undefined
      ? answerTunnels(standIn, exchange)
      : answerTunnel(standIn, exchange, { id, part });
  }
  if (kind === 'zones' && owner === standIn.zoneId) {
    if (what === undefined)
      return tell({ id: owner, name: standIn.zoneName, account: { id: standIn.accountId } });
    if (what === 'dns_records')
      return standIn.rights.dns
        ? answerRecords(standIn, exchange, id)
        : refuse(403, 10_000, 'Authentication error');
  }
  return refuse(403, 9109, 'Unauthorized to access requested resource');
}

const NewTunnel = z.object({ name: z.string().min(1), config_src: z.literal('local') });

function answerTunnels(standIn: CloudflareStandIn, { method, url, body }: Exchange): Answer {
  if (method === 'POST') {
    const { name } = NewTunnel.parse(JSON.parse(body));
    if (living(standIn).some((one) => one.name === name))
      return refuse(409, 1013, 'You already have a tunnel with this name');
    const tunnel = {
      id: randomUUID(),
      name,
      created_at: new Date().toISOString(),
      deleted_at: null,
      secret: randomBytes(32).toString('base64'),
      connections: 0,
    };
    standIn.tunnels.push(tunnel);
    return tell({ ...shown(tunnel), token: tokenOf(standIn, tunnel) });
  }
  const name = url.searchParams.get('name');
  const prefix = url.searchParams.get('include_prefix') ?? '';
  const size = Number(url.searchParams.get('per_page') ?? 20);
  const from = (Number(url.searchParams.get('page') ?? 1) - 1) * size;
  const asked = url.searchParams.get('is_deleted') === 'false' ? living(standIn) : standIn.tunnels;
  const found = asked.filter((one) => (name === null || one.name === name) && one.name.startsWith(prefix));
  return tell(found.slice(from, from + size).map(shown));
}

function answerTunnel(
  standIn: CloudflareStandIn,
  { method, body }: Exchange,
  { id, part }: { id: string; part: string | undefined },
): Answer {
  const tunnel = standIn.tunnels.find(
    (one) => one.id === id && (method === 'GET' || one.deleted_at === null),
  );
  if (tunnel === undefined) return refuse(404, 1003, 'Tunnel not found');
  if (part === 'token') return tell(tokenOf(standIn, tunnel));
  if (part === 'connections') {
    tunnel.connections = 0;
    standIn.edge?.cutTunnel(tunnel.id);
    return tell(null);
  }
  if (method === 'PATCH') {
    tunnel.secret = z.object({ tunnel_secret: z.base64() }).parse(JSON.parse(body)).tunnel_secret;
  }
  if (method === 'DELETE') {
    if ((standIn.edge?.connectors(tunnel.id) ?? tunnel.connections) > 0)
      return refuse(400, 1022, 'Cannot delete tunnel because it has active connections');
    tunnel.deleted_at = new Date().toISOString();
  }
  return tell(shown(tunnel));
}

const NewRecord = z.object({
  type: z.literal('CNAME'),
  name: z.string(),
  content: z.string(),
  proxied: z.literal(true),
  ttl: z.literal(1),
  comment: z.string().max(100),
});

function answerRecords(
  standIn: CloudflareStandIn,
  { method, url, body }: Exchange,
  id: string | undefined,
): Answer {
  if (method === 'POST') {
    const { type, name, content, comment } = NewRecord.parse(JSON.parse(body));
    if (standIn.records.some((one) => one.name === name)) {
      return refuse(400, 81_053, 'An A, AAAA, or CNAME record with that host already exists.');
    }
    const record = { id: hexId(), type, name, content, comment };
    standIn.records.push(record);
    return tell(record);
  }
  if (method === 'GET') {
    const name = url.searchParams.get('name');
    const prefix = url.searchParams.get('comment.startswith') ?? '';
    const found = standIn.records.filter(
      (one) => (name === null || one.name === name) && (one.comment ?? '').startsWith(prefix),
    );
    return tell(found);
  }
  const at = standIn.records.findIndex((one) => one.id === id);
  if (at < 0) return refuse(404, 81_044, 'Record does not exist.');
  standIn.records.splice(at, 1);
  return tell({ id });
}

function living({ tunnels }: CloudflareStandIn): StandInTunnel[] {
  return tunnels.filter(({ deleted_at: deletedAt }) => deletedAt === null);
}

/** What the real one's tokens are: whom, which and the secret, for the program that runs the tunnel. */
function tokenOf({ accountId }: CloudflareStandIn, { id, secret }: StandInTunnel): string {
  return Buffer.from(JSON.stringify({ a: accountId, t: id, s: secret })).toString('base64');
}

function shown({ secret: _, connections, ...tunnel }: StandInTunnel) {
  return { ...tunnel, status: connections > 0 ? 'healthy' : 'inactive', remote_config: false };
}

function tell(result: unknown): Answer {
  return { status: 200, body: { success: true, errors: [], messages: [], result } };
}

function refuse(status: number, code: number, message: string): Answer {
  return { status, body: { success: false, errors: [{ code, message }], messages: [], result: null } };
}

function hexId(): string {
  return randomBytes(16).toString('hex');
}
