import { expect, test } from 'vitest';
import { tidyAddress } from './tidy-address.ts';

test.each([
  ['http://hub.example:8000', 'http://hub.example:8000'],
  ['http://hub.example:8000/hub/login?next=%2Fhub%2F', 'http://hub.example:8000'],
  ['https://hub.example/hub', 'https://hub.example'],
  ['https://hub.example/hub/home', 'https://hub.example'],
  ['https://hub.example/user/ada/lab/tree/notes.ipynb', 'https://hub.example'],
  ['https://example.org/jupyter', 'https://example.org/jupyter/'],
  ['https://example.org/jupyter/hub/spawn/', 'https://example.org/jupyter/'],
  ['http://notebook.example:8888/login?next=%2Ftree', 'http://notebook.example:8888'],
  ['http://notebook.example:8888/lab?token=secret', 'http://notebook.example:8888'],
  ['http://notebook.example:8888/tree', 'http://notebook.example:8888'],
  ['https://example.org/lab/', 'https://example.org/lab/'],
  ['https://example.org/github/', 'https://example.org/github/'],
])('a JupyterHub or a notebook at %s begins at %s', (written, begins) => {
  expect(tidyAddress('jupyter', written)).toBe(begins);
  expect(tidyAddress('jupyter', begins)).toBe(begins);
});

test('another kind of lab keeps its address as it was written', () => {
  expect(tidyAddress('bundled', 'https://lab.example/hub/home')).toBe('https://lab.example/hub/home');
});
