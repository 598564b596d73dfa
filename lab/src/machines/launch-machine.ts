import { spawn } from 'node:child_process';
import { closeSync, constants, fstatSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { agentSocketPath, restartWord, type AgentSettings } from '../agent/settings.ts';
import { recordCgroups, recordProcess, recordStep } from '../store/machines.ts';
import { processDataMb, type Template } from '../templates.ts';
import { createCgroups, joinCgroups, removeCgroups, type MachineCgroups } from './cgroups.ts';
import type { Credentials } from './credentials.ts';
import { explainMissingIsolation, hasRoot, isolationCommand, isolationEnvironment } from './isolation.ts';
import type { KeeperParts, Life } from './live-machine.ts';
import { listenToMachine } from './machine-reports.ts';
import { findChild, killNamespace, type ProcessIdentity } from './processes.ts';

const startTimeoutMs = 30_000;
const openPathOnly = 0o10000000; // O_PATH, which Node does not name

/** A running machine, as its lab holds it. */
export interface LaunchedMachine {
  enforced: MachineCgroups['enforced'];
  /** Path by which this process, and only it, can connect to the machine's SSH server; null while there is none. */
  socketPath(): string | null;
  /** Resolves when the machine's processes have ended for whatever reason. */
  over: Promise<void>;
  /**
   * Ends everything that runs in it and starts its SSH server again, with these credentials.
   * @throws Error when it does not come back in time, or ends.
   */
  restart(credentials: Credentials['server']): Promise<void>;
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
  life: Life,
  credentials: Credentials['server'],
): Promise<LaunchedMachine> {
  const { machine, template, place, control, use } = life;
  const { file, args } = isolationCommand(chooseCpus(template.cpus, place));
  const env = isolationEnvironment(machine.name, credentials.member, template.diskMb);
  const cgroups = createCgroups(`coinslot-lab-${machine.name}`, template);
  recordCgroups(store, machine.id, cgroups.paths);
  const child = spawn(file, args, { cwd: '/', env, stdio: 'pipe' });
  const held: { init: ProcessIdentity | null; socket: number | null } = { init: null, socket: null };
  let complaint = '';
  const reports = listenToMachine(child, {
    users: use.record,
    signedIn: (connection) => life.relay?.signedIn(connection),
  });
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
    closeSocket();
    return true;
  }

  function closeSocket(): void {
    if (held.socket !== null) closeSync(held.socket);
    held.socket = null;
  }

  function writeSettings(server: Credentials['server']): void {
    const limits = memberLimits(template, cgroups);
    const settings: AgentSettings = {
      ...server,
      loginGraceMs: config.loginGraceMs,
      ownUid: hasRoot(),
      limits,
    };
    child.stdin.write(`${JSON.stringify(settings)}\n`);
  }

  async function restart(server: Credentials['server']): Promise<void> {
    closeSocket();
    child.stdin.write(`${restartWord}\n`);
    for await (const step of reports.steps(control.signal, startTimeoutMs)) {
      if (step !== 'stopped') continue;
      use.record(0);
      writeSettings(server);
    }
    held.socket = openAgentSocket(held.init?.pid ?? 0);
  }

  try {
    for await (const step of reports.steps(control.signal, startTimeoutMs)) {
      if (step !== 'stopped') recordStep(store, machine.id, step);
      if (step !== 'isolate') continue;
      held.init = child.pid === undefined ? null : findChild(child.pid);
      if (held.init === null) throw new Error("The machine's first process was not found.");
      recordProcess(store, machine.id, held.init);
      if (hasRoot()) mapUsers(child.pid, config.machineUidFirst + place * 2);
      joinCgroups(cgroups, held.init.pid);
      child.stdin.write('go\n');
      writeSettings(credentials);
      recordStep(store, machine.id, 'limits');
    }
    if (held.init === null) throw new Error('The machine skipped its first step.');
    held.socket = openAgentSocket(held.init.pid);
    const socketPath = (): string | null => (held.socket === null ? null : `/proc/self/fd/${held.socket}`);
    return { enforced: cgroups.enforced, socketPath, over, restart, kill };
  } catch (error) {
    while (!(await kill())); // never call it failed while something of it lives
    const said = explainMissingIsolation() ?? complaint.trim().split('\n')[0];
    throw said ? new Error(said, { cause: error }) : error;
  }
}

// Root of the machine and its member are two host uids that nobody else has.
function mapUsers(pid: number | undefined, hostUid: number): void {
  for (const map of ['uid_map', 'gid_map'])
    writeFileSync(`/proc/${pid}/${map}`, `0 ${hostUid} 1\n1000 ${hostUid + 1} 1\n`);
}

// The socket is opened once, before any member can be inside, and used by descriptor from then on:
// whatever the machine puts in its place later (a link to a host's socket, say) is never followed. After a
// restart again: then everything that ran inside has ended.
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
