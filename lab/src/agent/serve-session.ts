import { existsSync } from 'node:fs';
import type { PseudoTtyInfo, ServerChannel, Session } from 'ssh2';
import { refuseProgram } from './end-channel.ts';
import { runInTerminal } from './run-in-terminal.ts';
import { runPiped } from './run-piped.ts';
import type { AgentSettings } from './settings.ts';

const sftpPrograms = [
  '/usr/lib/openssh/sftp-server',
  '/usr/libexec/openssh/sftp-server',
  '/usr/lib/ssh/sftp-server',
];

/** One running program, as the session steers it. */
export interface RunningProgram {
  signal(name: string): void;
  resize(columns: number, rows: number): void;
}

export interface ProgramRequest {
  settings: AgentSettings;
  program: readonly string[];
  fromClient: ReadonlyMap<string, string>;
  channel: ServerChannel;
}

/** Serves one SSH session: a shell or one command, with or without a terminal; sftp where the host has it. */
export function serveSession(session: Session, settings: AgentSettings): void {
  const fromClient = new Map<string, string>();
  let terminal: PseudoTtyInfo | null = null;
  let running: RunningProgram | null = null;

  function start(channel: ServerChannel, program: readonly string[]): void {
    const request = { settings, program, fromClient, channel };
    try {
      running = terminal === null ? runPiped(request) : runInTerminal(request, terminal);
    } catch {
      refuseProgram(channel);
    }
  }

  session.on('env', (accept, _reject, info) => {
    if (fromClient.size < 32) fromClient.set(info.key, info.val);
    accept?.();
  });
  session.on('pty', (accept, _reject, info) => {
    terminal = info;
    accept?.();
  });
  session.on('window-change', (accept, _reject, info) => {
    running?.resize(info.cols, info.rows);
    accept?.();
  });
  session.on('signal', (accept, _reject, info) => {
    running?.signal(info.name);
    accept?.();
  });
  session.on('shell', (accept) => start(accept(), ['/bin/bash', '-l']));
  session.on('exec', (accept, _reject, info) => start(accept(), ['/bin/bash', '-c', info.command]));
  session.on('subsystem', (accept, reject, info) => {
    const program = sftpPrograms.find((path) => existsSync(path));
    if (info.name !== 'sftp' || program === undefined) return reject();
    terminal = null;
    start(accept(), [program]);
  });
}
