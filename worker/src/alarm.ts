export type Alarm = {
  /** Resolves at the next `ring`. */
  next: () => Promise<void>;
  ring: () => void;
};

/** Lets any number of waiters wait for the next time that something is told. */
export function createAlarm(): Alarm {
  let waiting = Promise.withResolvers<void>();
  return {
    next: () => waiting.promise,
    ring() {
      waiting.resolve();
      waiting = Promise.withResolvers();
    },
  };
}
