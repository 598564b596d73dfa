import { spawn } from 'node:child_process';
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
  child.on('error', () => {
    channel.stderr.end('The machine could not start this command.\n');
    channel.exit(126);
    channel.close();
  });
  child.on('close', (code, killedBy) => {
    if (killedBy === null) channel.exit(code ?? 255);
    else channel.exit(killedBy.replace('SIG', ''), false, '');
    channel.end();
  });
  channel.on('close', () => signal('HUP'));
  return { signal, resize: () => {} };
}
