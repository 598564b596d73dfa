/** Lets a few run at a time; the others wait in line. */
export interface ReadGate {
  run<Result>(act: () => Promise<Result>): Promise<Result>;
}

/** @param width how many at a time */
export function createReadGate(width: number): ReadGate {
  const line: (() => void)[] = [];
  let running = 0;
  return {
    async run(act) {
      if (running >= width) await new Promise<void>((resolve) => line.push(resolve));
      else running += 1;
      try {
        return await act();
      } finally {
        const next = line.shift();
        // The place goes on to the next in line, who need not count himself.
        if (next) next();
        else running -= 1;
      }
    },
  };
}
