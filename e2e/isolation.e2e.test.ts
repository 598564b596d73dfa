import { connect } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sshRun } from './harness/ssh.ts';
import { startWorld, type World } from './harness/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld({ capacity: 2 });
}, 120_000);
afterAll(async () => world.stop(), 60_000);

test('from inside a bought machine neither Postgres, nor the broker, nor the lab, nor another machine can be reached', async () => {
  const [one, other] = await Promise.all([readyMachine(), readyMachine()]);
  const [database] = await world.query<{ port: number }>(`select current_setting('port')::int as port`);
  const targets = {
    Postgres: database?.port ?? 0,
    'the broker': Number(new URL(world.origin).port),
    'the lab': Number(new URL(world.labAddress).port),
    'another machine': other.port,
  };
  const trials = Object.entries(targets).map(async ([name, port]) => {
    expect(await answersHere(port), `${name} listens on this host`).toBe(true);
    for (const host of ['127.0.0.1', '::1', 'localhost']) {
      const { stdout } = await sshRun(
        one,
        `timeout 3 bash -c 'exec 3<>/dev/tcp/${host}/${port}' 2>&1; echo "rc=$?"`,
      );
      expect(stdout, `${name} by ${host}`).toMatch(/(refused|unreachable|unknown|failure)[\s\S]*rc=1/i);
    }
  });
  await Promise.all(trials);
}, 180_000);

async function readyMachine() {
  const member = await world.register();
  const { id } = await member.buy('Linux small');
  await member.waitFor(id, 'ready', (machine) => machine.state === 'ready');
  return member.endpoint(id);
}

/** The positive control: from the host itself the port answers. */
function answersHere(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
