import { bareWords } from './bare-words.ts';
import { catalogue } from './catalogue.ts';
import type { Check, CheckResult } from './check.ts';
import { deadCode } from './dead-code.ts';
import { errorDocs } from './error-docs.ts';
import { format } from './format.ts';
import { houseRules } from './house-rules.ts';
import { imports } from './imports.ts';
import { lint } from './lint.ts';
import { protocol } from './protocol.ts';
import { types, webTypes } from './types.ts';

/** Cheap first; two run at a time. */
export const allChecks: readonly Check[] = [
  format,
  houseRules,
  lint,
  imports,
  protocol,
  errorDocs,
  bareWords,
  catalogue,
  deadCode,
  types,
  webTypes,
];

const parallel = 2;
const shownLines = 40;

/** Runs the checks, printing each as it ends: name, verdict, time, and on failure what to do. */
export async function runChecks(root: string, checks: readonly Check[] = allChecks): Promise<CheckResult[]> {
  const results: CheckResult[] = [];
  const waiting = [...checks];
  await Promise.all(Array.from({ length: parallel }, () => work()));
  return checks.flatMap((check) => results.filter((result) => result.name === check.name));

  async function work(): Promise<void> {
    for (let check = waiting.shift(); check !== undefined; check = waiting.shift()) {
      const result = await runCheck(check, root);
      results.push(result);
      print(result);
    }
  }
}

/** Runs one check; one that threw or saw nothing has failed. */
export async function runCheck(check: Check, root: string): Promise<CheckResult> {
  const startedAt = performance.now();
  const finding = await check.run(root).catch((error: unknown) => ({
    ok: false,
    examined: 0,
    text: `The check itself broke: ${error instanceof Error ? error.message : String(error)}`,
  }));
  const sawNothing = finding.ok && finding.examined === 0;
  return {
    name: check.name,
    durationMs: Math.round(performance.now() - startedAt),
    ...finding,
    ...(sawNothing && {
      ok: false,
      text: `Examined nothing, so it proves nothing: look at its configuration.`,
    }),
  };
}

function print({ name, ok, durationMs, examined, text }: CheckResult): void {
  const seconds = `${(durationMs / 1000).toFixed(1)} s`;
  console.log(`${ok ? 'ok  ' : 'FAIL'}  ${name.padEnd(14)} ${seconds.padStart(7)}  ${examined} examined`);
  const lines = text === '' ? [] : text.split('\n');
  for (const line of lines.slice(0, shownLines)) console.log(`      ${line}`);
  if (lines.length > shownLines)
    console.log(`      … and ${lines.length - shownLines} more, ending: ${lines.at(-1)}`);
}
