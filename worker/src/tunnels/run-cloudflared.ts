import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { readOutput } from './read-output.ts';
import type { TunnelFiles } from './tunnel-files.ts';

const termMs = 2000;

export type RunOptions = {
  path: string;
  files: TunnelFiles;
  /** `named`: with the token in its file. `quick`: a name of trycloudflare.com for this origin. */
  mode: { kind: 'named' } | { kind: 'quick'; origin: string };
  /** Each line that it prints. */
  onLine: (line: string) => void;
};

/** One run of cloudflared, in a process group of its own. */
export type CloudflaredRun = {
  metricsPort: () => number | null;
  /** A connection to the edge was registered at least once. */
  hasConnected: () => boolean;
  quickHostname: () => string | null;
  lastError: () => string | null;
  /** Resolves when it is gone, for whatever reason. */
  exited: Promise<void>;
  isGone: () => boolean;
  /** SIGTERM, after 2 s SIGKILL to its group. */
  stop: () => Promise<void>;
  kill: () => void;
};

/** Starts it. It has read its token by the time it serves its metrics: the file goes then, or with the process. */
export function runCloudflared({ path, files, mode, onLine }: RunOptions): CloudflaredRun {
  const common = ['tunnel', '--config', files.settings, '--no-autoupdate', '--metrics', '127.0.0.1:0'];
  const own = mode.kind === 'named' ? ['run', '--token-file', files.token] : ['--url', mode.origin];
  // No variable of the worker's: TUNNEL_… ones would change what it does.
  const child = spawn(path, [...common, ...own], {
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { HOME: files.folder },
    cwd: files.folder,
  });
  let metricsPort: number | null = null;
  let hasConnected = false;
  let quickHostname: string | null = null;
  let lastError: string | null = null;
  let isGone = false;

  const exited = exitOf(child).then(async (spawnError) => {
    isGone = true;
    lastError = spawnError ?? lastError;
    await files.removeToken();
  });

  function hear(line: string): void {
    onLine(line);
    const news = readOutput(line);
    if (news?.kind === 'metrics') {
      metricsPort = news.port;
      void files.removeToken().catch(() => undefined);
    } else if (news?.kind === 'connected') hasConnected = true;
    else if (news?.kind === 'quick_hostname') quickHostname = news.hostname;
    else if (news?.kind === 'error') lastError = news.text;
  }
  for (const stream of [child.stdout, child.stderr]) createInterface({ input: stream }).on('line', hear);

  function signalGroup(signal: NodeJS.Signals): void {
    if (child.pid === undefined) return;
    try {
      process.kill(-child.pid, signal);
    } catch {
      // Nobody is left in the group.
    }
  }

  return {
    metricsPort: () => metricsPort,
    hasConnected: () => hasConnected,
    quickHostname: () => quickHostname,
    lastError: () => lastError,
    exited,
    isGone: () => isGone,
    async stop() {
      if (isGone) return;
      signalGroup('SIGTERM');
      await Promise.race([exited, sleep(termMs, undefined, { ref: false })]);
      // Also what it started, should there be anything.
      signalGroup('SIGKILL');
      await exited;
    },
    kill: () => signalGroup('SIGKILL'),
  };
}

/** Why it could not be started; null when it was and has ended. */
async function exitOf(child: ChildProcess): Promise<string | null> {
  try {
    await once(child, 'exit');
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
