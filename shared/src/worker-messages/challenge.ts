import { z } from 'zod';

/** Broker → worker, first message on a connection: sign this. */
export const Challenge = z.object({
  type: z.literal('challenge'),
  nonce: z.string().min(32).max(100),
  brokerId: z.uuid(),
  at: z.iso.datetime(),
});
export type Challenge = z.infer<typeof Challenge>;

/** The exact bytes (UTF-8) a worker signs with Ed25519 to answer a challenge. */
export function challengeText(
  challenge: Challenge,
  hello: { workerId: string; bootId: string; joinCounter: number },
): string {
  return [
    'coinslot-worker-v1',
    challenge.nonce,
    challenge.brokerId,
    challenge.at,
    hello.workerId,
    hello.bootId,
    String(hello.joinCounter),
  ].join('\n');
}
