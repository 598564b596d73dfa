import { expect, test } from 'vitest';
import { aWorker } from '../../testing/data-admin.ts';
import { uuid } from '../../testing/data-catalog.ts';
import { countCarriers } from './count-carriers.ts';

const poolId = uuid(330);
const workers = [
  aWorker({ labels: ['linux', 'eu'] }),
  aWorker({ labels: ['linux'] }),
  aWorker({ labels: [], state: 'revoked' }),
  aWorker({ poolId: uuid(331), labels: [] }),
];

test('only the workers of the pool that may come back count, and each needs all labels', () => {
  expect(countCarriers(workers, poolId, 'linux')).toEqual({ carry: 2, all: 2 });
  expect(countCarriers(workers, poolId, 'linux, eu')).toEqual({ carry: 1, all: 2 });
  expect(countCarriers(workers, poolId, 'gpu')).toEqual({ carry: 0, all: 2 });
  expect(countCarriers(workers, poolId, '')).toEqual({ carry: 2, all: 2 });
});
