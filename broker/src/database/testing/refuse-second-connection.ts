import pg from 'pg';
import { holdsConnectionOf } from '../db.ts';

// Transactions that each wait for a second connection of their pool wait for each other once there are as many as connections:
// the whole broker stood for ten seconds. A test seldom has so many at once, so one that does it alone fails.
// oxlint-disable-next-line typescript/unbound-method -- called below with the pool that it belongs to
const { connect } = pg.Pool.prototype;

function connectOutside(this: pg.Pool, ...args: []): ReturnType<typeof connect> {
  if (holdsConnectionOf(this))
    throw new Error('a transaction asked its pool for a second connection: use `tx`');
  return Reflect.apply(connect, this, args) as ReturnType<typeof connect>;
}

// Once for a process: a setup file is run again for each file of tests.
if (connect.name !== connectOutside.name) Object.assign(pg.Pool.prototype, { connect: connectOutside });
