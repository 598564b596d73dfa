/** Which way bytes go: `up` from who dialled to the target, `down` back. */
export type Way = 'up' | 'down';

/** What a proxy does to the bytes that it carries; every connection looks at it for each piece. */
export interface ProxyState {
  /** Bytes that go these ways are taken and thrown away; the connections stay up. */
  swallowed: ReadonlySet<Way>;
  /** Bytes are taken and kept. */
  isStalled: boolean;
  delayMs: number;
  /** 0 = as fast as they come. */
  bytesPerSecond: number;
  /** New connections are reset before a byte. */
  isRefusing: boolean;
  /** Resolves at the next change. */
  changed: () => Promise<void>;
}

export const healthy = {
  swallowed: new Set<Way>(),
  isStalled: false,
  delayMs: 0,
  bytesPerSecond: 0,
  isRefusing: false,
} as const satisfies Omit<ProxyState, 'changed'>;

/** A state that is changed in place, and tells who waits for a change. */
export function createProxyState(): ProxyState & { set: (next: Partial<ProxyState>) => void } {
  let news = Promise.withResolvers<void>();
  const state = {
    ...healthy,
    changed: () => news.promise,
    set(next: Partial<ProxyState>): void {
      Object.assign(state, next);
      news.resolve();
      news = Promise.withResolvers<void>();
    },
  };
  return state;
}
