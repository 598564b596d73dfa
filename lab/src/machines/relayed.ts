import type { Socket } from 'node:net';

/** One connection that a relay carries. */
export interface Relayed {
  readonly id: number;
  readonly socket: Socket;
  /** Where it comes from; null for this host, through which many come. */
  readonly from: string | null;
  hasSignedIn: boolean;
}

/** So many may wait to sign in: together, and from one other host. */
const waitingMax = 16;
const waitingOfOneMax = 6;
const signedInMax = 32;

/**
 * Which connection has to go for one more, so that nobody keeps the others out by connections that only wait: of its own host's, when those
 * are many already, else of all. One that never said anything goes first, then the oldest. Null while there is room.
 */
export function chooseToDrop(open: Iterable<Relayed>, from: string | null): Relayed | null {
  const waiting = [...open].filter(({ hasSignedIn }) => !hasSignedIn);
  const own = from === null ? [] : waiting.filter((one) => one.from === from);
  const crowd = own.length >= waitingOfOneMax ? own : waiting.length >= waitingMax ? waiting : [];
  return crowd.find(({ socket }) => socket.bytesRead === 0) ?? crowd[0] ?? null;
}

/** Whether one more that signs in is too many. */
export function isFull(open: Iterable<Relayed>): boolean {
  return [...open].filter(({ hasSignedIn }) => hasSignedIn).length >= signedInMax;
}

const thisHost = /^(?:127\.|::1$|::ffff:127\.)/;

export function hostOf({ remoteAddress = '' }: Socket): string | null {
  return thisHost.test(remoteAddress) ? null : remoteAddress;
}
