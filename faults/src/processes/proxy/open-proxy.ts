import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { carry, type MessageReader } from './carry.ts';
import { createProxyState, healthy, type Way } from './proxy-state.ts';

/** A line between two programs, over real sockets, that can be broken in every way in which networks break. */
export interface Proxy {
  port: number;
  /** How many connections are open. */
  connections: () => number;
  /** How many bytes were swallowed in all. */
  lostBytes: () => number;
  /** Breaks every open connection at both ends: `reset` by RST, `end` by FIN. New ones are carried. */
  cut: (how: 'reset' | 'end') => void;
  /** From now on bytes of these ways are lost while every connection, new ones too, looks open. `heal` resets those that lost any. */
  halfOpen: (ways: Way | 'both') => void;
  /** Bytes wait, both ways, until `heal`. */
  stall: () => void;
  delay: (ms: number) => void;
  throttle: (bytesPerSecond: number) => void;
  /** New connections are reset at once. Open ones stay. */
  refuse: () => void;
  /** As if nothing had been. */
  heal: () => void;
  close: () => Promise<void>;
}

export interface ProxyOptions {
  /** Where it leads. */
  to: { host: string; port: number };
  listen?: { host?: string; port?: number };
  /** Looks at each new connection's messages, and may hold them. */
  watch?: () => { up?: MessageReader; down?: MessageReader };
}

/** Opens a line to `to`, on a free port of 127.0.0.1 unless told otherwise. */
export async function openProxy({ to, listen = {}, watch }: ProxyOptions): Promise<Proxy> {
  const state = createProxyState();
  const open = new Set<Line>();
  let lostBytes = 0;

  const server = createServer({ allowHalfOpen: true, pauseOnConnect: true, noDelay: true }, (dialler) => {
    if (state.isRefusing) return void dialler.resetAndDestroy();
    const target = connect({ ...to, allowHalfOpen: true, noDelay: true });
    const line: Line = { dialler, target, hasLost: false };
    open.add(line);
    const readers = watch?.() ?? {};
    function lost(bytes: number): void {
      line.hasLost = true;
      lostBytes += bytes;
    }
    for (const socket of [dialler, target]) {
      socket.on('error', () => undefined);
      socket.on('close', () => {
        if (dialler.destroyed && target.destroyed) open.delete(line);
      });
    }
    followResets(line, () => state.swallowed.size > 0 || state.isStalled);
    target.on('error', () => dialler.resetAndDestroy());
    void Promise.allSettled([
      carry('up', { from: dialler, to: target }, { state, reader: readers.up, lost }),
      carry('down', { from: target, to: dialler }, { state, reader: readers.down, lost }),
    ]).then(() => breakLine(line, 'end'));
  });
  server.listen(listen.port ?? 0, listen.host ?? '127.0.0.1');
  await once(server, 'listening');

  return {
    port: (server.address() as AddressInfo).port,
    connections: () => open.size,
    lostBytes: () => lostBytes,
    cut(how) {
      for (const line of open) breakLine(line, how);
    },
    halfOpen: (ways) => state.set({ swallowed: new Set(ways === 'both' ? ['up', 'down'] : [ways]) }),
    stall: () => state.set({ isStalled: true }),
    delay: (ms) => state.set({ delayMs: ms }),
    throttle: (bytesPerSecond) => state.set({ bytesPerSecond }),
    refuse: () => state.set({ isRefusing: true }),
    heal() {
      for (const line of open) if (line.hasLost) breakLine(line, 'reset');
      state.set(healthy);
    },
    async close() {
      server.close();
      for (const line of open) breakLine(line, 'reset');
      state.set(healthy);
      if (server.listening) await once(server, 'close');
    },
  };
}

interface Line {
  dialler: Socket;
  target: Socket;
  /** Bytes of it are gone: what it would carry from now on makes no sense. */
  hasLost: boolean;
}

/** A side that died takes the other with it, unless the line pretends that nobody died. */
function followResets({ dialler, target }: Line, isSilent: () => boolean): void {
  for (const [one, other] of [
    [dialler, target],
    [target, dialler],
  ] as const)
    one.once('close', (hadError) => {
      if (hadError && !isSilent()) other.resetAndDestroy();
    });
}

function breakLine({ dialler, target }: Line, how: 'reset' | 'end'): void {
  for (const socket of [dialler, target]) {
    if (how === 'reset') socket.resetAndDestroy();
    else {
      socket.end();
      socket.destroySoon();
    }
  }
}
