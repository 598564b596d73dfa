import type { IncomingMessage } from 'node:http';

/** How many live streams each member has open, or is about to open. */
export interface StreamPlaces {
  /**
   * Takes a place for the stream that this request asks for, in the same moment as it looks whether there is one. It is given back
   * by `giveBack`, and at the latest when the connection closes, whatever became of the stream.
   *
   * @returns false when the member has as many as a member may have
   */
  take(request: IncomingMessage, memberId: string): boolean;
  /** Once is enough; for a request without a place it does nothing. */
  giveBack(request: IncomingMessage): void;
}

/** @param most how many a member may have */
export function createStreamPlaces(most: number): StreamPlaces {
  const taken = new Map<string, number>();
  const places = new WeakMap<IncomingMessage, () => void>();

  return {
    take(request, memberId) {
      const { socket } = request;
      const count = taken.get(memberId) ?? 0;
      if (count >= most) return false;
      if (socket.closed) return true;
      taken.set(memberId, count + 1);
      const giveBack = (): void => {
        places.delete(request);
        // A connection may carry the next stream after this one.
        socket.off('close', giveBack);
        const left = (taken.get(memberId) ?? 1) - 1;
        if (left > 0) taken.set(memberId, left);
        else taken.delete(memberId);
      };
      socket.once('close', giveBack);
      places.set(request, giveBack);
      return true;
    },
    giveBack(request) {
      places.get(request)?.();
    },
  };
}
