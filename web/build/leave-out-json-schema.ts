import type { Plugin } from 'vite';

const parts = /\/zod\/v4\/core\/(?:to-json-schema|json-schema-processors)\.js$/;

/**
 * Leaves out of the build what zod makes JSON Schemas with: every schema carries it along, a page never asks for one, and it is 5 kB
 * compressed of the first load. Whatever asks for one all the same is told so. Fails the build when a newer zod keeps it somewhere else.
 */
export function leaveOutJsonSchema(): Plugin {
  const found = new Set<string>();
  return {
    name: 'leave-out-json-schema',
    apply: 'build',
    transform: {
      filter: { id: parts },
      handler(code, id) {
        found.add(id);
        const names = [...code.matchAll(/^export (?:const|function) (\w+)/gm)].map(([, name]) => name);
        return [refuse, ...names.map((name) => `export const ${name} = refuse;`)].join('\n');
      },
    },
    buildEnd(error) {
      if (error === undefined && found.size !== 2)
        this.error('zod makes its JSON Schemas elsewhere now: correct build/leave-out-json-schema.ts');
    },
  };
}

const refuse = `function refuse() { throw new Error('the page is built without JSON Schemas') }`;
