import type { BrokerContext } from '../../context.ts';
import { secretPlace } from './queue/secret-place.ts';

/** What a message's words are made of, opened where it is a secret. Throws when it was erased or its key is not configured any more. */
export function readParams(
  ctx: Pick<BrokerContext, 'secrets'>,
  message: { id: string; params: unknown; secretParams: string | null; hasSecret: boolean },
): unknown {
  if (!message.hasSecret) return message.params;
  if (message.secretParams === null) throw new Error('the secret of a message was erased');
  return JSON.parse(ctx.secrets.decryptSecret(message.secretParams, secretPlace(message.id)));
}
