import { expect, test } from 'vitest';
import { createBus } from './bus.ts';

test('a listener that throws harms neither the sender nor the other listeners', () => {
  const errors: unknown[] = [];
  const bus = createBus((error) => errors.push(error));
  const heard: string[] = [];
  bus.on('machine_changed', () => {
    throw new Error('broken listener');
  });
  bus.on('machine_changed', ({ machineId }) => heard.push(machineId));

  bus.emit('machine_changed', { machineId: 'a' });

  expect(heard).toEqual(['a']);
  expect(errors).toHaveLength(1);
});

test('a listener hears nothing after it stopped listening', () => {
  const bus = createBus(() => {});
  const heard: string[] = [];
  const stop = bus.on('logs_appended', ({ machineId }) => heard.push(machineId));
  stop();
  bus.emit('logs_appended', { machineId: 'a', bytes: 1 });
  expect(heard).toEqual([]);
});
