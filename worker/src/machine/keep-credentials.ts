import type { MachineWork } from './machine-work.ts';

/** Masks what opens a machine from now on: its password, or its private key as a whole and line by line, as programs print files. */
export function keepCredentials(
  work: Pick<MachineWork, 'addSecret'>,
  { password, privateKey }: { password: string | null; privateKey: string | null },
): void {
  if (password !== null) work.addSecret(password);
  if (privateKey === null) return;
  work.addSecret(privateKey);
  for (const line of privateKey.split('\n')) {
    if (line !== '' && !line.startsWith('-----')) work.addSecret(line);
  }
}
