import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { closeSync, constants, fstatSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import type { AgentSettings } from '../agent/settings.ts';
import { agentSocketPath } from '../agent/settings.ts';
import type { Template } from '../templates.ts';
import { processDataMb } from '../templates.ts';
import type { MachineCgroups } from './cgroups.ts';
import { createCgroups, joinCgroups, removeCgroups } from './cgroups.ts';
import type { Credentials } from './credentials.ts';
import { explainMissingIsolation, hasRoot, isolationCommand, isolationEnvironment } from './isolation.ts';
import type { ProcessIdentity } from './processes.ts';
import { findChild, killNamespace } from './processes.ts';

const Report = z.object({ step: z.enum(['isolated', 'filesystem', 'ssh']) });
type Step = z.infer<typeof Report>['step'];
const startTimeoutMs = 30_000;
const openPathOnly = 0o10000000; // O_PATH, which Node does not name

export interface LaunchRequest {
  name: string;
  /** Which place among the running machines: picks host uids and processors. */
  place: number;
  uidFirst: number;
  template: Template;
  credentials: Credentials;
  /** These two are called as soon as there is something, so that a crash of the lab leaves a record. */
  onCgroups(paths: readonly string[]): void;
  onProcess(init: ProcessIdentity): void;
  onStep(step: Step): void;
  signal: AbortSignal;
}

/** A running machine, as its lab holds it. */
export interface LaunchedMachine {
  enforced: MachineCgroups['enforced'];
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
  const env = isolationEnvironment(name, credentials.server.member, template.diskMb);
  const cgroups = createCgroups(`coinslot-lab-${name}`, template);
  request.onCgroups(cgroups.paths);
  const child = spawn(file, args, { cwd: '/', env, stdio: 'pipe' });
  const held: { init: ProcessIdentity | null; socket: number | null } = { init: null, socket: null };
  let complaint = '';
  child.stdin.on('error', () => {});
  child.stderr.on('data', (data: Buffer) => (complaint = (complaint + data.toString()).slice(0, 2000)));
  const over = new Promise<void>((resolve) =>
    child.once('error', () => resolve()).once('close', () => resolve()),
  );

  async function kill(): Promise<boolean> {
    const gone = held.init === null || (await killNamespace(held.init));
    child.kill('SIGKILL');
    await over;
    if (!gone) return false;
    await removeCgroups(cgroups.paths);
    if (held.socket !== null) closeSync(held.socket);
    held.socket = null;
    return true;
  }

  try {
    for await (const step of readSteps(child, request.signal)) {
      if (step === 'isolated') {
        held.init = admit(child, request, cgroups);
        request.onProcess(held.init);
        child.stdin.write(`go\n${JSON.stringify(agentSettings(request, cgroups))}\n`);
      }
      request.onStep(step);
    }
    if (held.init === null) throw new Error('The machine skipped its first step.');
    held.socket = openAgentSocket(held.init.pid);
    return { enforced: cgroups.enforced, socketPath: `/proc/self/fd/${held.socket}`, over, kill };
  } catch (error) {
    while (!(await kill())); // never call it failed while something of it lives
    const said = explainMissingIsolation() ?? complaint.trim().split('\n')[0];
    throw said ? new Error(said, { cause: error }) : error;
  }
}

// Reads the steps up to the last one, which is that the SSH server runs.
async function* readSteps(child: ChildProcess, ended: AbortSignal): AsyncGenerator<Step> {
  const { stdout } = child;
  if (stdout === null) return;
  const signal = AbortSignal.any([ended, AbortSignal.timeout(startTimeoutMs)]);
  try {
    for await (const line of createInterface({ input: stdout, signal })) {
      const { step } = Report.parse(JSON.parse(line));
      yield step;
      if (step === 'ssh') return;
    }
  } finally {
    stdout.resume(); // else its end would never be read, and the process never be over
  }
  throw new Error(
    signal.aborted ? 'The machine did not start in time.' : 'The machine ended while it started.',
  );
}

// Maps the machine's users and sets its limits while it waits at its gate, before anything runs in it.
function admit(
  child: ChildProcess,
  { uidFirst, place }: LaunchRequest,
  cgroups: MachineCgroups,
): ProcessIdentity {
  const init = child.pid === undefined ? null : findChild(child.pid);
  if (init === null) throw new Error("The machine's first process was not found.");
  // Root of the machine and its member are two host uids that nobody else has.
  const hostUid = uidFirst + place * 2;
  for (const map of hasRoot() ? ['uid_map', 'gid_map'] : []) {
    writeFileSync(`/proc/${child.pid}/${map}`, `0 ${hostUid} 1\n1000 ${hostUid + 1} 1\n`);
  }
  joinCgroups(cgroups, init.pid);
  return init;
}

// The socket is opened once, before any member can be inside, and used by descriptor from then on:
// whatever the machine puts in its place later (a link to a host's socket, say) is never followed.
function openAgentSocket(initPid: number): number {
  const socket = openSync(`/proc/${initPid}/root${agentSocketPath}`, openPathOnly | constants.O_NOFOLLOW);
  if (fstatSync(socket).isSocket()) return socket;
  closeSync(socket);
  throw new Error("The machine's SSH server is not where it should be.");
}

function agentSettings({ template, credentials }: LaunchRequest, cgroups: MachineCgroups): AgentSettings {
  const mebibyte = 1024 * 1024;
  const limits = {
    processes: template.processes,
    openFiles: 4096,
    fileBytes: template.diskMb * mebibyte,
    dataBytes: cgroups.enforced.includes('memory') ? null : processDataMb(template) * mebibyte,
  };
  return { ...credentials.server, ownUid: hasRoot(), limits };
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
