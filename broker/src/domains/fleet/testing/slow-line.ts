import { once } from 'node:events';
import { DownMessage } from '@coinslot/shared/worker-messages/down.ts';
import { WebSocket } from 'ws';
import { answerChallenge, type FakeIdentity } from '../../../testing/fake-worker.ts';

/** A connection of a worker, challenged already, of which the test says when each of its messages reaches the broker. */
export interface SlowLine {
  /** With the counter that the worker had when it dialled: it was sent then. */
  hello(): void;
  /** Waits for the welcome and notes its counter, as a worker does on its disk. Throws with the code when it is closed instead. */
  welcomed(): Promise<void>;
  /** Waits for the first desired state: the broker has counted it in. Throws as above. */
  joined(): Promise<void>;
  closed(): Promise<number>;
}

export async function dialSlowly(
  brokerUrl: string,
  identity: FakeIdentity,
  bootId: string,
): Promise<SlowLine> {
  const socket = new WebSocket(new URL('/worker/v1', brokerUrl.replace(/^http/, 'ws')));
  const closed = once(socket, 'close').then(([code]) => Number(code));

  async function next<Type extends DownMessage['type']>(
    type: Type,
  ): Promise<Extract<DownMessage, { type: Type }>> {
    const came = await Promise.race([once(socket, 'message'), closed]);
    if (!Array.isArray(came)) throw new Error(`closed with ${came} before ${type}`);
    const message = DownMessage.parse(JSON.parse(String(came[0])));
    if (!isOf(message, type)) throw new Error(`${message.type} came in place of ${type}`);
    return message;
  }

  const hello = answerChallenge(identity, bootId, await next('challenge'));
  return {
    hello: () => socket.send(JSON.stringify(hello)),
    async welcomed() {
      identity.joinCounter = (await next('welcome')).joinCounter;
    },
    async joined() {
      const desired = next('desired');
      socket.send(JSON.stringify({ type: 'joined', joinCounter: identity.joinCounter }));
      await desired;
    },
    closed: () => closed,
  };
}

function isOf<Type extends DownMessage['type']>(
  message: DownMessage,
  type: Type,
): message is Extract<DownMessage, { type: Type }> {
  return message.type === type;
}
