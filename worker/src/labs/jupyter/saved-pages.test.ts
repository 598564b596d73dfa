import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { HubUser, Tag } from './schema.ts';
import { classifyStart, startEvents } from './spawn.ts';

/** What a real hub answered (JupyterHub 3.0). */
function saved(name: string): string {
  return readFileSync(join(import.meta.dirname, 'saved-pages', name), 'utf8');
}

test('the label, the time of the start and the address are read from what the hub lists', () => {
  const { servers } = HubUser.parse(JSON.parse(saved('user-starting.json')));
  expect(servers['']).toMatchObject({ pending: 'spawn', ready: false, url: '/user/seat1/' });
  expect(Tag.parse(servers['']?.user_options?.['coinslot'])).toBe('cs-0badcafe-1-1-0ddba115');
});

test('a start that the hub gave up is told from its stream of events', () => {
  const lines = [...saved('progress-timed-out.txt').matchAll(/^data: (.*)$/gm)].map(([, line = '']) => line);
  const events = startEvents([...lines, 'not JSON']);
  expect(events.map(({ message }) => message).slice(0, 2)).toEqual([
    'Server requested',
    'Spawning server...',
  ]);
  expect(classifyStart(events.at(-1)?.message ?? '').failure).toBe('lab_start_timeout');
});
