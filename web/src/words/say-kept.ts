import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { say } from './say.ts';

/** Names that the broker itself writes into the database, where people's and campaigns' own names stand otherwise. */
const keptNames: ReadonlyMap<string, MessageDescriptor> = new Map([
  ['Deleted member', msg`Deleted member`],
  ['the member', msg`the member`],
  ['system', msg`system`],
  ['operator', msg`operator`],
  ['Welcome coins', msg`Welcome coins`],
]);

/** A name as the broker keeps it: in the language of now when the broker chose it, else as a person chose it. */
export function sayKeptName(name: string): string {
  const words = keptNames.get(name);
  return words ? say(words) : name;
}
