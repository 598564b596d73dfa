import { spawn } from 'node:child_process';
import { endChannel, refuseProgram } from './end-channel.ts';
import { memberCommand, memberEnvironment } from './member-command.ts';
import type { ProgramRequest, RunningProgram } from './serve-session.ts';

/** Runs the program on pipes; the channel closes with its exit code or signal. */
export function runPiped({ settings, program, fromClient, channel }: ProgramRequest): RunningProgram {
  const { file, args } = memberCommand(settings, program);
  const env = memberEnvironment(settings.member, fromClient);
  const child = spawn(file, args, { cwd: '/', env, detached: true, stdio: 'pipe' });

  function signal(name: string): void {
    if (child.pid === undefined) return;
    try {
      process.kill(-child.pid, `SIG${name}`);
    } catch {
      // Already gone, or a signal this system does not know: nothing to tell the member.
    }
  }

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
  channel.on('close', () => signal('HUP'));
  return { signal, resize: () => {} };
}
