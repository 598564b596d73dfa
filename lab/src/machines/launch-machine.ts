import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, constants, fstatSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { agentSocketPath, type AgentSettings } from '../agent/settings.ts';
import { recordCgroups, recordProcess, recordStep } from '../store/machines.ts';
import { processDataMb, type Template } from '../templates.ts';
import { createCgroups, joinCgroups, removeCgroups, type MachineCgroups } from './cgroups.ts';
import type { Credentials } from './credentials.ts';
import { explainMissingIsolation, hasRoot, isolationCommand, isolationEnvironment } from './isolation.ts';
import type { KeeperParts, Life } from './live-machine.ts';
import { findChild, killNamespace, type ProcessIdentity } from './processes.ts';

const Report = z.object({ step: z.enum(['isolate', 'filesystem', 'ssh']) });
type Step = z.infer<typeof Report>['step'];
const startTimeoutMs = 30_000;
const openPathOnly = 0o10000000; // O_PATH, which Node does not name

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
 * Starts a machine and waits for its SSH server. What it makes is recorded at once, so that also a
 * crash of the lab leaves a record.
 * @throws Error with the first line of what went wrong; nothing of the machine is left then.
 */
export async function launchMachine(
  { config, store }: KeeperParts,
  { machine, template, place, control }: Life,
  credentials: Credentials['server'],
): Promise<LaunchedMachine> {
  const { file, args } = isolationCommand(chooseCpus(template.cpus, place));
  const env = isolationEnvironment(machine.name, credentials.member, template.diskMb);
  const cgroups = createCgroups(`coinslot-lab-${machine.name}`, template);
  recordCgroups(store, machine.id, cgroups.paths);
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
    for await (const step of readSteps(child, control.signal)) {
      recordStep(store, machine.id, step);
      if (step !== 'isolate') continue;
      held.init = child.pid === undefined ? null : findChild(child.pid);
      if (held.init === null) throw new Error("The machine's first process was not found.");
      recordProcess(store, machine.id, held.init);
      if (hasRoot()) mapUsers(child.pid, config.machineUidFirst + place * 2);
      joinCgroups(cgroups, held.init.pid);
      const limits = memberLimits(template, cgroups);
      const settings: AgentSettings = {
        ...credentials,
        loginGraceMs: config.loginGraceMs,
        ownUid: hasRoot(),
        limits,
      };
      child.stdin.write(`go\n${JSON.stringify(settings)}\n`);
      recordStep(store, machine.id, 'limits');
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

// Root of the machine and its member are two host uids that nobody else has.
function mapUsers(pid: number | undefined, hostUid: number): void {
  for (const map of ['uid_map', 'gid_map'])
    writeFileSync(`/proc/${pid}/${map}`, `0 ${hostUid} 1\n1000 ${hostUid + 1} 1\n`);
}

// The socket is opened once, before any member can be inside, and used by descriptor from then on:
// whatever the machine puts in its place later (a link to a host's socket, say) is never followed.
function openAgentSocket(initPid: number): number {
  const socket = openSync(`/proc/${initPid}/root${agentSocketPath}`, openPathOnly | constants.O_NOFOLLOW);
  if (fstatSync(socket).isSocket()) return socket;
  closeSync(socket);
  throw new Error("The machine's SSH server is not where it should be.");
}

function memberLimits(template: Template, { enforced }: MachineCgroups): AgentSettings['limits'] {
  const mebibyte = 1024 * 1024;
  return {
    processes: template.processes,
    openFiles: 4096,
    fileBytes: template.diskMb * mebibyte,
    dataBytes: enforced.includes('memory') ? null : processDataMb(template) * mebibyte,
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
