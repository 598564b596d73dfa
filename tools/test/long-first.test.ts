import { existsSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { longFiles } from './long-first.ts';

const repository = path.resolve(import.meta.dirname, '..', '..');

it.each(longFiles)('%s, which begins early, exists', (file) => {
  expect(existsSync(path.join(repository, file))).toBe(true);
});
