/** One machine as the lab itself knows it: its own truth, whatever it told anybody. */
export interface LabSession {
  ref: string;
  seat: string;
  /** As it was started; what the list shows may have been renamed. */
  label: string;
  /** Nobody of ours started it: nobody of ours may touch it. */
  isStranger: boolean;
  /** The second machine of one start. */
  isTwin: boolean;
  startedAt: number;
  /** From then on its list shows it, when it does not lie. */
  listedFrom: number;
  endedAt: number | null;
  /** By whom: a request, the lab's own fault, its time, or the end of the round. */
  endedBy: 'request' | 'vanished' | 'time' | null;
  hostKeyFingerprint: string;
}

/** One request that changes something, at the moment when the lab got it. Milliseconds since 1970. */
export interface LabAct {
  at: number;
  kind: 'start' | 'end' | 'extend' | 'restart';
  worker: string;
  seat: string;
  ref: string;
  label: string;
}

export interface LabRecord {
  sessions: LabSession[];
  acts: LabAct[];
  /** How often the lab did what it should not, by kind. */
  faults: Record<string, number>;
  /** When it failed somebody who asked about a seat, or told a list that is not so. */
  troubles: { at: number; seat: string; isLie: boolean }[];
}
