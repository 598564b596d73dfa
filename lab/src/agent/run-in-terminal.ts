import { chownSync } from 'node:fs';
import { constants } from 'node:os';
import type { IPty } from '@lydell/node-pty';
import { spawn } from '@lydell/node-pty';
import type { PseudoTtyInfo } from 'ssh2';
import { endChannel } from './end-channel.ts';
import { memberCommand, memberEnvironment } from './member-command.ts';
import type { ProgramRequest, RunningProgram } from './serve-session.ts';

const signalNames = Object.keys(constants.signals) as NodeJS.Signals[];

/** Runs the program on a terminal of its own; the channel closes with its exit code or signal. */
export function runInTerminal(request: ProgramRequest, info: PseudoTtyInfo): RunningProgram {
  const { settings, program, fromClient, channel } = request;
  const { file, args } = memberCommand(settings, program);
  // "-" in a terminal's name is fine; anything else odd would end up in the member's TERM.
  const name = /^[\w.+-]{1,40}$/.test(info.term) ? info.term : 'xterm';
  const terminal = spawn(file, args, {
    name,
    cols: info.cols || 80,
    rows: info.rows || 24,
    cwd: '/',
    env: { ...memberEnvironment(settings.member, fromClient), TERM: name },
    encoding: null,
  });
  if (settings.ownUid) giveTerminalToMember(terminal);

  channel.on('error', () => {});
  channel.on('data', (data: Buffer) => terminal.write(data as unknown as string));
  channel.on('drain', () => terminal.resume());
  terminal.onData((data) => {
    if (!channel.write(data)) terminal.pause();
  });
  terminal.onExit(({ exitCode, signal }) => {
    endChannel(channel, exitCode, signal ? signalName(signal) : null);
  });
  channel.on('close', () => signalTerminal(terminal, 'SIGHUP'));
  return {
    signal: (signal) => signalTerminal(terminal, `SIG${signal}`),
    resize: (columns, rows) => {
      if (columns > 0 && rows > 0) terminal.resize(columns, rows);
    },
  };
}

// The agent opened the terminal, so the kernel gave it the device: `mesg`, `screen` and `tty`
// users expect to own theirs. node-pty knows the path but does not type it.
function giveTerminalToMember(terminal: IPty): void {
  if ('ptsName' in terminal && typeof terminal.ptsName === 'string') chownSync(terminal.ptsName, 1000, 1000);
}

function signalTerminal(terminal: IPty, signal: string): void {
  try {
    terminal.kill(signal);
  } catch {
    // Already gone.
  }
}

function signalName(number: number): NodeJS.Signals {
  return signalNames.find((name) => constants.signals[name] === number) ?? 'SIGTERM';
}
