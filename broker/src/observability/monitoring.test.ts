import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { z } from 'zod';
import { createMetrics } from './metrics.ts';

const root = path.resolve(import.meta.dirname, '../../..');
const monitoring = path.join(root, 'deploy/monitoring');
const rules = readFileSync(path.join(monitoring, 'rules/coinslot.yml'), 'utf8');
const dashboard = readFileSync(path.join(monitoring, 'grafana/dashboards/coinslot.json'), 'utf8');
const runbooks = path.join(root, 'docs/runbooks');

const Dashboard = z.object({
  panels: z.array(z.object({ targets: z.array(z.object({ expr: z.string() })).default([]) })),
});
const dashboardExpressions = Dashboard.parse(JSON.parse(dashboard)).panels.flatMap(({ targets }) =>
  targets.map(({ expr }) => expr),
);

const hasPromtool = spawnSync('promtool', ['--version']).status === 0;
const scratch = mkdtempSync(path.join(tmpdir(), 'coinslot-promtool-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

async function registered(): Promise<Map<string, string[]>> {
  const { registry } = createMetrics();
  const told = await registry.getMetricsAsJSON();
  return new Map(
    told.map(({ name }) => {
      const metric: unknown = registry.getSingleMetric(name);
      return [name, z.object({ labelNames: z.array(z.string()).default([]) }).parse(metric).labelNames];
    }),
  );
}

const seriesEnding = /_(bucket|count|sum)$/;

test('every metric that the rules and the dashboard name exists, with the labels that they ask for', async () => {
  const known = await registered();
  const text = [
    rules.replaceAll(/^\s+(summary|description|runbook_url):.*$/gm, ''),
    ...dashboardExpressions,
  ].join('\n');
  const named = [...text.matchAll(/\b((?:coinslot|nodejs|process)_\w+)(?:\{([^}]*)\})?/g)];
  expect(named.length).toBeGreaterThan(60);
  for (const [, series = '', matchers = ''] of named) {
    const labels = known.get(series) ?? known.get(series.replace(seriesEnding, ''));
    expect(labels, `${series} is not registered`).toBeDefined();
    for (const [, label = ''] of matchers.matchAll(/(\w+)\s*(?:=|!=|=~|!~)\s*"/g)) {
      expect([...(labels ?? []), 'job', 'instance', 'le'], `${series} has no label ${label}`).toContain(
        label,
      );
    }
  }
  const strangers = [...text.matchAll(/\b([a-z]+(?:_[a-z]+)+)\s*[{[]/g)].map(([, name = '']) => name);
  for (const name of strangers) expect(name).toMatch(/^(coinslot|nodejs|process|node)_/);
});

// increase() sees nothing of a series that begins with its first event.
test('each kind of fault that an alert counts is told as 0 before the first', async () => {
  const told = await createMetrics().registry.metrics();
  const kinds = [...rules.matchAll(/coinslot_faults_total\{kind=~?"([^"]+)"/g)].flatMap(([, names = '']) =>
    names.split('|'),
  );
  expect(kinds.length).toBeGreaterThan(5);
  for (const kind of kinds) expect(told).toContain(`coinslot_faults_total{kind="${kind}"} 0`);
});

test('each alert has a severity and its runbook, and each runbook its alert', () => {
  const alerts = [...rules.matchAll(/- alert: (\w+)\n([^]*?)(?=\n {6}- alert:|\n {2}- name:|$)/g)].map(
    ([, name = '', body = '']) => ({ name, body }),
  );
  expect(alerts.length).toBeGreaterThan(20);
  for (const { name, body } of alerts) {
    const file = `${name.replaceAll(/(?<!^)(?=[A-Z])/g, '-').toLowerCase()}.md`;
    expect(body, name).toMatch(/severity: (page|ticket|none)\n/);
    expect(body, name).toContain(`runbook_url: docs/runbooks/${file}`);
    const page = readFileSync(path.join(runbooks, file), 'utf8');
    expect(page.startsWith(`# ${name}\n`), file).toBe(true);
    for (const part of ['**For members:**', '**First look**', '**Safe acts**', '**Over when**'])
      expect(page, file).toContain(part);
    expect(readFileSync(path.join(runbooks, 'README.md'), 'utf8')).toContain(`[${name}](${file})`);
  }
  expect(readdirSync(runbooks)).toHaveLength(alerts.length + 1);
});

test.skipIf(!hasPromtool)('promtool: the rules and every expression of the dashboard are valid', () => {
  const wrapped = dashboardExpressions.map((expr, index) => ({
    record: `panel_${index}`,
    expr: expr.replaceAll('$__rate_interval', '5m'),
  }));
  const file = path.join(scratch, 'dashboard.yml');
  // JSON is YAML.
  writeFileSync(file, JSON.stringify({ groups: [{ name: 'dashboard', rules: wrapped }] }));
  const checked = execFileSync('promtool', [
    'check',
    'rules',
    path.join(monitoring, 'rules/coinslot.yml'),
    file,
  ]);
  expect(checked.toString()).toContain(`${wrapped.length} rules found`);
});

test.skipIf(!hasPromtool)(
  'promtool: each cause fires its alert in time, and a clean day fires nothing',
  () => {
    for (const name of ['causes.yml', 'clean-day.yml']) {
      const file = path.join(monitoring, 'rules-test', name);
      const { status, stdout, stderr } = spawnSync('promtool', ['test', 'rules', file], { encoding: 'utf8' });
      expect(status, `${name}\n${stdout}${stderr}`).toBe(0);
    }
    const causes = readFileSync(path.join(monitoring, 'rules-test/causes.yml'), 'utf8');
    for (const [, name = '', severity = ''] of rules.matchAll(/- alert: (\w+)\n[^]*?severity: (\w+)/g))
      if (severity !== 'none')
        expect(causes, `${name} has no cause that is tested`).toContain(`- name: ${name}\n`);
  },
  60_000,
);
