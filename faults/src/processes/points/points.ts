import { brokerPoints } from './broker-points.ts';
import { labPoints } from './lab-points.ts';
import type { Point } from './point.ts';
import { reportPoints } from './report-points.ts';

/** Every moment at which a process is killed or stopped, or a line broken. */
export const points: readonly Point[] = [...reportPoints, ...labPoints, ...brokerPoints];

/** @throws RangeError for a name that no point has */
export function findPoint(name: string): Point {
  const point = points.find((one) => one.name === name);
  if (point === undefined) throw new RangeError(`There is no point ${name}.`);
  return point;
}
