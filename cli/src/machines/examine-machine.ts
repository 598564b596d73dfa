import { type Endpoint, EndpointList, Machine } from '@coinslot/shared/http/machines.ts';
import { isOutOfReach } from '@coinslot/shared/loopback-host.ts';
import type { Api } from '../api/create-api.ts';
import { healthWords, sayEnd, sayNoWayIn } from '../output/state-words.ts';
import type { Finding } from './examine-way-in.ts';

const clockFarMs = 120_000;
const timeoutMs = 10_000;

/** What the server knows of a machine, before anybody goes there; `endpoint` is null when there is no way in to go. */
export async function examineMachine(
  api: Api,
  machineId: string,
): Promise<{ findings: Finding[]; endpoint: Endpoint | null }> {
  const machine = await api.get(`/machines/${machineId}`, Machine);
  const { items } = await api.get(`/machines/${machineId}/endpoints`, EndpointList);
  const endpoint = items.find(({ kind }) => kind === 'ssh') ?? null;
  const findings = [await checkClock(api.server), checkState(machine, endpoint)];
  if (endpoint?.tunnel === 'direct' && isOutOfReach(endpoint.host, new URL(api.server).hostname)) {
    const detail =
      'leads to the machine only on the computer that runs the lab. From here it does not: ask whoever runs the server.';
    findings.push({ check: `the address ${endpoint.host}`, ok: false, detail });
  }
  return { findings, endpoint };
}

function checkState(machine: Machine, endpoint: Endpoint | null): Finding {
  const check = machine.name;
  if (endpoint === null) {
    const { state, endReason, endDetail } = machine;
    if (state === 'stopping') {
      return { check, ok: false, detail: 'ends just now, so there is no way in any more.' };
    }
    const why = endReason === null ? '' : ` ${sayEnd(endReason, endDetail)}`;
    return { check, ok: false, detail: `There is no way in just now: ${sayNoWayIn(state)}.${why}` };
  }
  const { state = 'unchecked' } = machine.health ?? {};
  const isDegraded = state === 'degraded';
  const then = isDegraded
    ? '. It is looked after; if it stays so, you get the unused time back. A restart may help: coinslot restart <machine>'
    : '';
  return { check, ok: state !== 'failing' && !isDegraded, detail: `ready, ${healthWords[state]}${then}` };
}

/** A clock that is far off makes certificates invalid, and times in lists wrong. */
async function checkClock(server: string): Promise<Finding> {
  const check = 'this computer’s clock';
  const asked = Date.now();
  try {
    const signal = AbortSignal.timeout(timeoutMs);
    const response = await fetch(new URL('/healthz', server), { redirect: 'manual', signal });
    await response.body?.cancel();
    return { check, ...sayClock(Date.parse(response.headers.get('date') ?? ''), asked) };
  } catch {
    return { check, ...sayClock(Number.NaN, asked) };
  }
}

/** How far this computer's time is from the server's, both in ms since 1970; not a number = the server did not say. */
export function sayClock(serverAt: number, hereAt: number): { ok: boolean; detail: string } {
  if (Number.isNaN(serverAt)) return { ok: true, detail: 'not compared: the server does not tell its time' };
  const offMs = hereAt - serverAt;
  if (Math.abs(offMs) <= clockFarMs) return { ok: true, detail: 'goes as the server’s' };
  const minutes = Math.round(Math.abs(offMs) / 60_000);
  const detail = `is ${minutes} minutes ${offMs > 0 ? 'ahead of' : 'behind'} the server’s. Certificates may seem invalid: set it.`;
  return { ok: false, detail };
}
