import { keptNames } from '@coinslot/shared/kept-names.ts';
import { sayContract } from './say.ts';

const names: ReadonlySet<string> = new Set(Object.values(keptNames));

/** A name as the broker keeps it: in the language of now when the broker chose it, else as a person chose it. */
export function sayKeptName(name: string): string {
  return names.has(name) ? sayContract(name) : name;
}
