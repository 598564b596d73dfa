import type { LabSessionState } from '@coinslot/shared/states/lab-session.ts';

/** A lab session of this machine as the worker knows it: asked for here, or named by the broker. */
export type KnownSession = {
  id: string;
  tag: string;
  labRef: string | null;
  /** On the steady clock: when it was intended. */
  intendedAt: number;
  state: LabSessionState;
};

/** All lab sessions of one machine at one epoch. A session whose end the broker took stays ended, whatever an older list says. */
export type SessionBook = {
  merge: (
    sessions: readonly {
      id: string;
      tag: string;
      state: LabSessionState;
      labRef: string | null;
      intendedAgoMs: number;
    }[],
  ) => void;
  add: (session: { id: string; tag: string }) => KnownSession;
  open: () => KnownSession[];
  all: () => KnownSession[];
};

export function createSessionBook(): SessionBook {
  const sessions = new Map<string, KnownSession>();
  return {
    merge(named) {
      for (const { id, tag, state, labRef, intendedAgoMs } of named) {
        const known = sessions.get(id);
        if (known === undefined)
          sessions.set(id, { id, tag, labRef, state, intendedAt: performance.now() - intendedAgoMs });
        else known.labRef ??= labRef;
      }
    },
    add({ id, tag }) {
      const session: KnownSession = {
        id,
        tag,
        labRef: null,
        state: 'intended',
        intendedAt: performance.now(),
      };
      sessions.set(id, session);
      return session;
    },
    open: () => [...sessions.values()].filter(({ state }) => state !== 'ended'),
    all: () => [...sessions.values()],
  };
}
