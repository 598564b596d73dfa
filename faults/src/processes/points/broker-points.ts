import type { Sighting } from '../links/sighting.ts';
import type { Way } from '../proxy/proxy-state.ts';
import { Act, type Point, readTold } from './point.ts';

/** What the broker decides by itself or for the member, and what it tells the worker. */
export const brokerPoints: readonly Point[] = [
  ...bothWays('buy/purchase', Act.buy, (text) => /buy_machine/.test(text)),
  ...bothWays('buy/assignment', Act.buy, (text, id) => /insert into leases/.test(text) && text.includes(id)),
  ...bothWays(
    'extend/order',
    Act.extend,
    (text, id) => /insert into machine_extensions/.test(text) && text.includes(id),
  ),
  ...bothWays(
    'restart/order',
    Act.restart,
    (text, id) => /insert into machine_restarts/.test(text) && text.includes(id),
  ),
  ...bothWays('stop/order', Act.stop, (text, id) => text.includes('member_stopped') && text.includes(id)),
  desired('buy/assignment-on-its-way', Act.buy, 'ready'),
  desired('stop/end-on-its-way', Act.stop, 'end'),
  message('use/heartbeat-sent', Act.use, 'up', 'heartbeat'),
  message('use/heartbeat-answered', Act.use, 'down', 'heartbeat_ack'),
  message('terminal/asked', Act.terminal, 'down', 'open_stream'),
  {
    name: 'use/way-in-checked',
    act: Act.use,
    watch: () => (sighting) => sighting.link === 'machine',
  },
  {
    name: 'buy/way-in-checked',
    act: Act.buy,
    watch: () => (sighting) => sighting.link === 'machine',
  },
];

function bothWays(name: string, act: Act, isIt: (text: string, id: string) => boolean): Point[] {
  const at = (way: Way): Point => ({
    name: `${name}-${way === 'up' ? 'before-commit' : 'committed'}`,
    act,
    watch: (machine) => (sighting) =>
      sighting.link === 'database' && sighting.way === way && isIt(sighting.text, machine.id() ?? '-'),
  });
  return [at('up'), at('down')];
}

function desired(name: string, act: Act, goal: 'ready' | 'end'): Point {
  return {
    name,
    act,
    watch:
      ({ id }) =>
      (sighting) =>
        readTold(sighting)?.assignments?.some((one) => one.machineId === id() && one.goal === goal) ?? false,
  };
}

function message(name: string, act: Act, way: Way, type: string): Point {
  const isIt = (sighting: Sighting): boolean => {
    const told = readTold(sighting);
    return told?.way === way && told.type === type;
  };
  return { name, act, watch: () => isIt };
}
