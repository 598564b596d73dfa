import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { createMetrics } from './metrics.ts';

// prom-client tells the label names only of the object itself.
const Metric = z.object({
  name: z.string(),
  help: z.string(),
  type: z.string(),
  labelNames: z.array(z.string()).default([]),
});

async function ownMetrics(): Promise<z.infer<typeof Metric>[]> {
  const { registry } = createMetrics();
  const told = await registry.getMetricsAsJSON();
  return told
    .filter(({ name }) => name.startsWith('coinslot_'))
    .map((one) => {
      const metric: unknown = registry.getSingleMetric(one.name);
      const { labelNames } = z.object({ labelNames: z.array(z.string()).default([]) }).parse(metric);
      return Metric.parse({ ...one, type: String(one.type), labelNames });
    });
}

test('docs/metrics.md lists every metric with its type and labels, and no other', async () => {
  const docs = readFileSync(path.resolve(import.meta.dirname, '../../../docs/metrics.md'), 'utf8');
  const documented = [...docs.matchAll(/^\| `(coinslot_\w+)` \| (\w+) \| ([^|]*)\| (.+) \|$/gm)].map(
    ([, name = '', type = '', labels = '']) => ({
      name,
      type,
      labels: labels
        .split(',')
        .map((label) => label.trim())
        .filter((label) => label !== '')
        .sort((a, b) => a.localeCompare(b)),
    }),
  );
  const registered = (await ownMetrics()).map(({ name, type, labelNames }) => ({
    name,
    type,
    labels: labelNames.toSorted((a, b) => a.localeCompare(b)),
  }));
  const byName = (a: { name: string }, b: { name: string }) => a.name.localeCompare(b.name);
  expect(documented.toSorted(byName)).toEqual(registered.toSorted(byName));
});

test('every metric is named by the conventions of Prometheus', async () => {
  const metrics = await ownMetrics();
  expect(metrics.length).toBeGreaterThan(10);
  for (const { name, type, help, labelNames } of metrics) {
    expect(name, name).toMatch(/^coinslot_[a-z]+(_[a-z]+)*$/);
    expect(help, name).not.toBe('');
    // Counters, and only they, end in _total; other units stand in their place.
    expect(name.endsWith('_total'), name).toBe(type === 'counter');
    expect(name, name).not.toMatch(/_(ms|milliseconds|minutes|hours|kb|mb|kilobytes|percent|count)(_|$)/);
    if (type === 'histogram') expect(name, name).toMatch(/_(seconds|bytes|coins|ratio)$/);
    for (const label of labelNames) expect(label, name).not.toMatch(/(^|_)id$/);
  }
});
