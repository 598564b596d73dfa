import type { MessageDescriptor } from '@lingui/core';
import { msg, t } from '@lingui/core/macro';
import { say } from '../words/say.ts';

const wholeNames: ReadonlyMap<string, MessageDescriptor> = new Map([
  ['An unknown device', msg`An unknown device`],
  ['A program', msg`A program`],
]);

/** A device as the broker names it in English (`Firefox on Windows`), in the language of now. */
export function sayDevice(device: string): string {
  const [, program, system] = /^(.+) on (.+)$/.exec(device) ?? [];
  if (program === undefined || system === undefined) return sayWhole(device);
  return t`${sayWhole(program)} on ${system}`;
}

function sayWhole(name: string): string {
  const words = wholeNames.get(name);
  return words ? say(words) : name;
}
