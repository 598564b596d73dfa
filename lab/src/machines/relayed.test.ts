import { Socket } from 'node:net';
import { expect, test } from 'vitest';
import { chooseToDrop, type Relayed } from './relayed.ts';

function relayed(count: number, of: Partial<Relayed> = {}): Relayed[] {
  return Array.from({ length: count }, (_, id) => ({
    id,
    socket: new Socket(),
    from: null,
    hasSignedIn: false,
    ...of,
  }));
}

test('one host that opens many drops its own, never those of others', () => {
  const mine = relayed(3, { from: '10.0.0.1' });
  const greedy = relayed(6, { from: '10.0.0.2' });
  expect(chooseToDrop([...mine, ...greedy], '10.0.0.2')?.from).toBe('10.0.0.2');
  expect(chooseToDrop([...mine, ...greedy], '10.0.0.3')).toBeNull();
});

test('who has signed in is never dropped for one more', () => {
  const inside = relayed(32, { from: '10.0.0.2', hasSignedIn: true });
  expect(chooseToDrop([...inside, ...relayed(15)], '10.0.0.2')).toBeNull();
  expect(chooseToDrop([...inside, ...relayed(16)], '10.0.0.2')?.hasSignedIn).toBe(false);
});
