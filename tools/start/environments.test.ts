import { expect, it } from 'vitest';
import { environmentsOf } from './environments.ts';
import { readOptions } from './options.ts';

const labOf = (argv: string[], env: NodeJS.ProcessEnv = {}) =>
  environmentsOf('/repo', readOptions('/repo', argv, env), env).lab;

it('opens the machines of the bundled lab to other computers only when it is told where these find them', () => {
  expect(labOf([])['LAB_SSH_LISTEN']).toBeUndefined();
  expect(labOf(['--ssh-host', '192.0.2.7'])).toMatchObject({
    LAB_SSH_HOST: '192.0.2.7',
    LAB_SSH_LISTEN: '0.0.0.0',
  });
  expect(labOf(['--ssh-host', '2001:db8::7'])['LAB_SSH_LISTEN']).toBe('::');
  expect(labOf([], { LAB_SSH_HOST: 'attic.example', LAB_SSH_LISTEN: '192.0.2.7' })).toMatchObject({
    LAB_SSH_HOST: 'attic.example',
    LAB_SSH_LISTEN: '192.0.2.7',
  });
});
