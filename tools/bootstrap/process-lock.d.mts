export type Lock =
  | { acquired: true; release: () => void }
  | { acquired: false; holderPid: number; release: () => void };

export function acquireLock(file: string): Lock;
