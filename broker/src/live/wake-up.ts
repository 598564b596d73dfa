/** Lets one waiter sleep until something happens. What happens while nobody waits is remembered once. */
export interface WakeUp {
  wake(): void;
  /** Resolves at the next wake-up, or after `timeoutMs`. */
  wait(timeoutMs: number): Promise<void>;
}

export function createWakeUp(): WakeUp {
  let woken = false;
  let endWait: () => void = () => undefined;
  return {
    wake() {
      woken = true;
      endWait();
    },
    async wait(timeoutMs) {
      if (!woken) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, timeoutMs);
          endWait = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      }
      woken = false;
      endWait = () => undefined;
    },
  };
}
