/** A page that is dragged wider says its size many times a second; the machine needs the last one. */
const everyMs = 50;

/** Passes the first size on at once and then only the newest, no sooner than `everyMs` after the one before. */
export function paceSizes<Size>(pass: (size: Size) => void): {
  take: (size: Size) => void;
  stop: () => void;
} {
  let timer: NodeJS.Timeout | null = null;
  let newest: Size | null = null;

  function passNewest(): void {
    timer = null;
    if (newest === null) return;
    const size = newest;
    newest = null;
    timer = setTimeout(passNewest, everyMs);
    pass(size);
  }

  return {
    take(size) {
      newest = size;
      if (timer === null) passNewest();
    },
    stop() {
      newest = null;
      if (timer !== null) clearTimeout(timer);
    },
  };
}
