import { constants } from 'node:os';
import type { ServerChannel } from 'ssh2';

// The names that RFC 4254 knows; ssh2 throws on any other.
const signalsOfSsh = new Set('ABRT ALRM FPE HUP ILL INT KILL PIPE QUIT SEGV TERM USR1 USR2'.split(' '));

/** Tells the client how its program ended, and closes the channel. `signal` is a name as in `SIGTERM`. */
export function endChannel(channel: ServerChannel, code: number, signal: NodeJS.Signals | null): void {
  const name = signal?.replace('SIG', '') ?? '';
  if (signalsOfSsh.has(name)) channel.exit(name, false, '');
  else channel.exit(signal === null ? code : 128 + constants.signals[signal]);
  channel.end();
}

/** Ends the channel of a program that could not be started: too many processes, mostly. */
export function refuseProgram(channel: ServerChannel): void {
  channel.stderr.write('The machine could not start this command.\n');
  endChannel(channel, 126, null);
}
