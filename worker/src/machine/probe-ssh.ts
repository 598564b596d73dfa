import type { WayInFault } from '@coinslot/shared/states/way-in-fault.ts';
import ssh2 from 'ssh2';
import { fingerprintOf } from './host-key.ts';
import type { WayInCheck } from './readings.ts';
import type { Address } from './way-in.ts';

/**
 * Whether the machine itself answers there in time: SSH with the host key it was verified with. Another machine that got
 * the same port since is not it. Nobody logs in. `latencyMs` is the time until the host key was shown.
 */
export function probeSsh(
  { host, port }: Address,
  hostKeyFingerprint: string,
  timeoutMs: number,
): Promise<WayInCheck> {
  const asked = performance.now();
  const client = new ssh2.Client();
  const { promise, resolve } = Promise.withResolvers<WayInCheck>();
  const fail = (fault: WayInFault): void => resolve({ ok: false, latencyMs: null, fault });
  client.on('error', (error) => fail(faultOf(error)));
  client.on('close', () => fail('closed_early'));
  client.connect({
    host,
    port,
    username: 'probe',
    readyTimeout: timeoutMs,
    hostVerifier: (key: Buffer) => {
      const latencyMs = Math.round(performance.now() - asked);
      if (fingerprintOf(key) === hostKeyFingerprint) resolve({ ok: true, latencyMs, fault: null });
      else fail('other_host_key');
      // The question is answered; going on would be a login.
      return false;
    },
  });
  return promise.finally(() => client.destroy());
}

function faultOf(error: Error): WayInFault {
  const code = 'code' in error ? error.code : null;
  const level = 'level' in error ? error.level : null;
  if (level === 'client-timeout' || code === 'ETIMEDOUT') return 'no_answer';
  if (code === 'ECONNRESET' || error.message.startsWith('Connection lost')) return 'closed_early';
  if (code === 'ECONNREFUSED') return 'refused';
  if (code === 'EHOSTUNREACH' || code === 'ENETUNREACH') return 'no_route';
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return 'unknown_name';
  return 'not_ssh';
}
