import { spawn } from 'node:child_process';
import { chownSync } from 'node:fs';
import { constants } from 'node:os';
import { spawn as spawnInTerminal } from '@lydell/node-pty';
import type { PseudoTtyInfo, ServerChannel } from 'ssh2';
import { memberCommand, memberEnvironment, type MemberProgram } from './member-program.ts';

// The names that RFC 4254 knows; ssh2 throws on any other.
const signalsOfSsh = new Set('ABRT ALRM FPE HUP ILL INT KILL PIPE QUIT SEGV TERM USR1 USR2'.split(' '));

export interface ProgramRequest extends MemberProgram {
  channel: ServerChannel;
}

/** One running program, as its session steers it; a signal's name is as in `SIGTERM`. */
export interface RunningProgram {
  signal(name: string): void;
  resize(columns: number, rows: number): void;
}

/** Runs the program on pipes; the channel closes with its exit code or signal. */
export function runPiped(request: ProgramRequest): RunningProgram {
  const { channel } = request;
  const [file, ...args] = memberCommand(request);
  const env = memberEnvironment(request);
  const child = spawn(file, args, { cwd: '/', env, detached: true, stdio: 'pipe' });
  const signal = ignoringErrors((name) => child.pid !== undefined && process.kill(-child.pid, name));

  child.stdin.on('error', () => {});
  channel.on('error', () => {});
  channel.pipe(child.stdin);
  child.stdout.pipe(channel, { end: false });
  child.stderr.pipe(channel.stderr, { end: false });
  child.on('error', () => {}); // `close` follows, with a negative code
  child.on('close', (code, killedBy) => {
    if (code !== null && code < 0) refuseProgram(channel);
    else endChannel(channel, code ?? 255, killedBy);
  });
  channel.on('close', () => signal('SIGHUP'));
  return { signal, resize: () => {} };
}

/** Runs the program on a terminal of its own; the channel closes with its exit code or signal. */
export function runInTerminal(request: ProgramRequest, info: PseudoTtyInfo): RunningProgram {
  const { channel, settings } = request;
  const [file, ...args] = memberCommand(request);
  // "-" in a terminal's name is fine; anything else odd would end up in the member's TERM.
  const name = /^[\w.+-]{1,40}$/.test(info.term) ? info.term : 'xterm';
  const env = { ...memberEnvironment(request), TERM: name };
  const size = { cols: info.cols || 80, rows: info.rows || 24 };
  const terminal = spawnInTerminal(file, args, { name, ...size, cwd: '/', env, encoding: null });
  const signal = ignoringErrors((signalName) => terminal.kill(signalName));
  // The agent opened the terminal, so the kernel gave it the device: `mesg`, `screen` and `tty`
  // users expect to own theirs. node-pty knows the path but does not type it.
  if (settings.ownUid && 'ptsName' in terminal) chownSync(String(terminal.ptsName), 1000, 1000);

  channel.on('error', () => {});
  channel.on('data', (data: Buffer) => terminal.write(data as unknown as string));
  channel.on('drain', () => terminal.resume());
  terminal.onData((data) => {
    if (!channel.write(data)) terminal.pause();
  });
  terminal.onExit((end) => endChannel(channel, end.exitCode, end.signal ? signalName(end.signal) : null));
  channel.on('close', () => signal('SIGHUP'));
  return { signal, resize: (columns, rows) => columns > 0 && rows > 0 && terminal.resize(columns, rows) };
}

/** Ends the channel of a program that could not be started: too many processes, mostly. */
export function refuseProgram(channel: ServerChannel): void {
  channel.stderr.write('The machine could not start this command.\n');
  endChannel(channel, 126, null);
}

function endChannel(channel: ServerChannel, code: number, signal: NodeJS.Signals | null): void {
  const name = signal?.replace('SIG', '') ?? '';
  if (signalsOfSsh.has(name)) channel.exit(name, false, '');
  else channel.exit(signal === null ? code : 128 + constants.signals[signal]);
  channel.end();
}

// The program may be gone already, or the system may not know the signal: nothing to tell the member.
function ignoringErrors(send: (signal: string) => unknown): (signal: string) => void {
  return (signal) => {
    try {
      send(signal);
    } catch {}
  };
}

function signalName(number: number): NodeJS.Signals {
  const names = Object.keys(constants.signals) as NodeJS.Signals[];
  return names.find((name) => constants.signals[name] === number) ?? 'SIGTERM';
}
