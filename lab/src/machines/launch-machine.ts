import { spawn } from 'node:child_process';
import { closeSync, constants, fstatSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import type { AgentSettings } from '../agent/settings.ts';
import { agentSocketPath } from '../agent/settings.ts';
import type { Template } from '../templates.ts';
import type { MachineCgroups } from './cgroups.ts';
import { createCgroups, joinCgroups, removeCgroups } from './cgroups.ts';
import type { Credentials } from './credentials.ts';
import { processDataMb } from './describe-limits.ts';
import { explainMissingIsolation, hasRoot, isolationCommand, isolationEnvironment } from './isolation.ts';
import type { ProcessIdentity } from './processes.ts';
import { findChild, killNamespace } from './processes.ts';

const Report = z.object({ step: z.enum(['isolated', 'filesystem', 'ssh']) });
const startTimeoutMs = 30_000;
const killWaitMs = 10_000;
const openPathOnly = 0o10000000; // O_PATH, which Node does not name

export interface LaunchRequest {
  name: string;
  /** Which place among the running machines: picks host uids and processors. */
  place: number;
  uidFirst: number;
  template: Template;
  credentials: Credentials;
  /** Called before anything of the machine runs, so that a crash of the lab leaves a record. */
  onIsolated(init: ProcessIdentity, cgroups: MachineCgroups): void;
  onFilesystem(): void;
  signal: AbortSignal;
}

/** A running machine, as its lab holds it. */
export interface LaunchedMachine {
  cgroups: MachineCgroups;
  /** Path by which this process, and only it, can connect to the machine's SSH server. */
  socketPath: string;
  /** Resolves when the machine's processes have ended for whatever reason. */
  over: Promise<void>;
  /** Ends it; resolves true once nothing of it is left. */
  kill(): Promise<boolean>;
}

/**
 * Starts a machine and waits for its SSH server.
 * @throws Error with the first line of what went wrong; nothing of the machine is left then.
 */
export async function launchMachine(request: LaunchRequest): Promise<LaunchedMachine> {
  const { name, place, template, credentials } = request;
  const { file, args } = isolationCommand(chooseCpus(template.cpus, place));
  const env = isolationEnvironment({ name, user: credentials.user, diskMb: template.diskMb });
  const child = spawn(file, args, { cwd: '/', env, stdio: ['pipe', 'pipe', 'pipe'] });
  const cgroups = createCgroups(`coinslot-lab-${name}`, template);
  const held: { init: ProcessIdentity | null; socket: number | null } = { init: null, socket: null };
  let complaint = '';
  child.stdin.on('error', () => {});
  child.stderr.on('data', (data: Buffer) => (complaint = (complaint + data.toString()).slice(0, 2000)));
  const over = new Promise<void>((resolve) => {
    child.once('error', () => resolve());
    child.once('close', () => resolve());
  });

  async function kill(): Promise<boolean> {
    const gone = held.init === null || (await killNamespace(held.init, killWaitMs));
    child.kill('SIGKILL');
    await over;
    if (!gone) return false;
    await removeCgroups(cgroups.paths);
    if (held.socket !== null) closeSync(held.socket);
    held.socket = null;
    return true;
  }

  function advance(step: z.infer<typeof Report>['step']): void {
    if (step === 'filesystem') request.onFilesystem();
    if (step !== 'isolated' || child.pid === undefined) return;
    const init = findChild(child.pid);
    if (init === null) throw new Error("The machine's first process was not found.");
    held.init = init;
    if (hasRoot()) mapUsers(child.pid, request.uidFirst + place * 2);
    joinCgroups(cgroups, init.pid);
    request.onIsolated(init, cgroups);
    child.stdin.write(`go\n${JSON.stringify(agentSettings(template, credentials, cgroups))}\n`);
  }

  try {
    await untilStep(child.stdout, over, request.signal, advance);
    if (held.init === null) throw new Error('The machine skipped its first step.');
    held.socket = openAgentSocket(held.init.pid);
    return { cgroups, socketPath: `/proc/self/fd/${held.socket}`, over, kill };
  } catch (error) {
    while (!(await kill())); // never call it failed while something of it lives
    const said = explainMissingIsolation() ?? complaint.trim().split('\n')[0];
    throw said ? new Error(said, { cause: error }) : error;
  }
}

function untilStep(
  output: NodeJS.ReadableStream,
  over: Promise<void>,
  signal: AbortSignal,
  advance: (step: z.infer<typeof Report>['step']) => void,
): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(new Error('The machine was ended before it started.'));
    const stopped = AbortSignal.any([signal, AbortSignal.timeout(startTimeoutMs)]);
    stopped.addEventListener('abort', () => reject(new Error('The machine did not start in time.')), {
      once: true,
    });
    void over.then(() => reject(new Error('The machine ended while it started.')));
    createInterface({ input: output }).on('line', (line) => {
      try {
        const { step } = Report.parse(JSON.parse(line));
        advance(step);
        if (step === 'ssh') resolve();
      } catch (error) {
        reject(error);
      }
    });
  });
}

// Root of the machine and its member are two host uids that nobody else has.
function mapUsers(pid: number, hostUid: number): void {
  const map = `0 ${hostUid} 1\n1000 ${hostUid + 1} 1\n`;
  writeFileSync(`/proc/${pid}/uid_map`, map);
  writeFileSync(`/proc/${pid}/gid_map`, map);
}

// The socket is opened once, before any member can be inside, and used by descriptor from then on:
// whatever the machine puts in its place later (a link to a host's socket, say) is never followed.
function openAgentSocket(initPid: number): number {
  const socket = openSync(`/proc/${initPid}/root${agentSocketPath}`, openPathOnly | constants.O_NOFOLLOW);
  if (fstatSync(socket).isSocket()) return socket;
  closeSync(socket);
  throw new Error("The machine's SSH server is not where it should be.");
}

function agentSettings(template: Template, credentials: Credentials, cgroups: MachineCgroups): AgentSettings {
  const mebibyte = 1024 * 1024;
  return {
    member: credentials.user,
    hostKeyPem: credentials.hostKeyPem,
    passwordSalt: credentials.passwordSalt,
    passwordSha256: credentials.passwordSha256,
    ownUid: hasRoot(),
    limits: {
      processes: template.processes,
      openFiles: 4096,
      fileBytes: template.diskMb * mebibyte,
      dataBytes: cgroups.enforced.has('memory') ? null : processDataMb(template) * mebibyte,
    },
  };
}

function chooseCpus(wanted: number, place: number): string | null {
  const allowed = /Cpus_allowed_list:\s*(\S+)/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? '0';
  const cpus = allowed.split(',').flatMap((range) => {
    const [first = 0, last = first] = range.split('-').map(Number);
    return Array.from({ length: last - first + 1 }, (_, index) => first + index);
  });
  if (wanted >= cpus.length) return null;
  return Array.from({ length: wanted }, (_, index) => cpus[(place * wanted + index) % cpus.length]).join(',');
}
