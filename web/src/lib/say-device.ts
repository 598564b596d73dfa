import { t } from '@lingui/core/macro';
import { sayKeptName } from '../words/say-kept.ts';

/** A device as the broker names it in English (`Firefox on Windows`), in the language of now. */
export function sayDevice(device: string): string {
  const [, program, system] = /^(.+) on (.+)$/.exec(device) ?? [];
  if (program === undefined || system === undefined) return sayKeptName(device);
  return t`${sayKeptName(program)} on ${system}`;
}
