import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { repositoryFolder } from '../simulator/world/start-program.ts';
import { applyPatch, breakFunction } from './copy-product.ts';
import { type Mutant, mutants } from './mutants.ts';

const read = (file: string): string => readFileSync(path.join(repositoryFolder, file), 'utf8');

test.each<Mutant>(mutants)(
  'the place of the bug "$name" stands in the product as it is',
  ({ patches, functions }) => {
    for (const patch of patches) expect(applyPatch(read(patch.file), patch)).not.toBe(read(patch.file));
    for (const patch of functions) {
      const [, from = ''] = read('broker/schema.sql').split(`FUNCTION public.${patch.name}(`);
      const [text = ''] = from.split('$function$\n\n');
      expect(breakFunction(text, patch)).not.toBe(text);
    }
  },
);

test('a place that is not there, or there twice, is an error and no silent pass', () => {
  const patch = { file: 'a.ts', find: 'lock', replace: '' };
  expect(() => applyPatch('nothing', patch)).toThrow('0 times');
  expect(() => applyPatch('lock lock', patch)).toThrow('2 times');
});
