import { readFile } from 'node:fs/promises';
import { glob } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from 'puppeteer';
import { expect, test } from 'vitest';
import { badInputs } from '../testing/bad-inputs.ts';
import type { FormCase } from '../testing/form-case.ts';
import { formCases, takesAnything } from '../testing/form-cases.ts';
import { openTour } from '../testing/open-tour.ts';
import { openPagePool } from '../testing/page-pool.ts';

const pool = openPagePool({ onPage: async (page) => page.setDefaultTimeout(20_000) });
const rounds = 3;
/** What a schema says to programmers. */
const jargon =
  /invalid input|expected|received|undefined|\bnull\b|nan\b|\[object|too (?:big|small)|string to|regex|pattern|[<>]=/i;

test('every form that has a schema is tried here', async () => {
  const folder = path.resolve(import.meta.dirname, '..');
  const withSchema: string[] = [];
  for await (const file of glob('**/*.tsx', { cwd: folder })) {
    if ((await readFile(path.join(folder, file), 'utf8')).includes('zodResolver(')) withSchema.push(file);
  }
  expect(withSchema.length).toBeGreaterThan(30);
  const tried = [...formCases.map(({ file }) => file), ...takesAnything];
  expect(withSchema.toSorted()).toEqual(tried.toSorted());
});

test.concurrent.each(formCases)('$file refuses bad inputs in plain words and keeps what was typed', (form) =>
  pool.use(async ({ page, broker }) => {
    await openTour(page, broker, {
      name: form.file,
      path: form.path,
      shows: form.shows,
      ...(form.prepare ? { prepare: form.prepare } : {}),
      ...(form.open ? { act: form.open } : {}),
    });
    await page.waitForSelector(
      Object.keys(form.fields)
        .map((name) => `form [name="${name}"]`)
        .join(),
    );
    const chosen = await chooseInputs(page, form);
    expect(Object.keys(chosen), 'something bad can be typed').not.toEqual([]);
    for (let round = 0; round < rounds; round += 1) {
      const typed = Object.fromEntries(
        Object.entries(chosen).map(([name, bad]) => [name, bad[round % bad.length] ?? '']),
      );
      broker.requests.length = 0;
      const seen = await submit(page, typed);
      expect(seen.values).toEqual(typed);
      for (const [name, words] of Object.entries(seen.words)) {
        expect(words, `words beside ${name} for ${JSON.stringify(typed[name])?.slice(0, 80)}`).toMatch(
          /\p{L}{2}/u,
        );
        expect(words).not.toMatch(jargon);
      }
      expect(seen.focused, 'the first bad field has the focus').toBe(seen.firstBad);
      expect(broker.requests.filter(({ method }) => method !== 'GET')).toEqual([]);
    }
  }),
);

/** For each field that stands in the page, what is bad for it. */
async function chooseInputs(page: Page, { fields }: FormCase): Promise<Record<string, string[]>> {
  const chosen: Record<string, string[]> = {};
  for (const [name, schema] of Object.entries(fields)) {
    const input = await page.$$eval(`form [name="${name}"]`, (found) =>
      found.slice(0, 1).map((field) => ({
        kind: field instanceof HTMLInputElement ? field.type : 'textarea',
        maxLength:
          field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement ? field.maxLength : -1,
      })),
    );
    const [only] = input;
    const bad = only ? badInputs(schema, only) : [];
    if (bad.length > 0) chosen[name] = bad;
  }
  return chosen;
}

/** Types everything, sends the form, and waits for the remarks. */
async function submit(page: Page, typed: Record<string, string>) {
  await page.evaluate(async (values) => {
    for (const [name, value] of Object.entries(values)) {
      const field = document.querySelector<HTMLInputElement>(`form [name="${name}"]`);
      if (!field) throw new Error(`${name} has gone`);
      const type = field instanceof HTMLTextAreaElement ? HTMLTextAreaElement : HTMLInputElement;
      Object.getOwnPropertyDescriptor(type.prototype, 'value')?.set?.call(field, value);
      field.dispatchEvent(new Event('input', { bubbles: true }));
    }
    // Nobody sends it in the same moment as the last letter: a form that was refused looks at each letter first.
    await new Promise((resolve) => setTimeout(resolve, 50));
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
    document
      .querySelector(`form [name="${Object.keys(values)[0]}"]`)
      ?.closest('form')
      ?.requestSubmit();
  }, typed);
  await page
    .waitForFunction(
      (names: string[]) => {
        const invalid = names.every((name) =>
          document.querySelector(`form [name="${name}"][aria-invalid="true"]`),
        );
        return invalid && document.activeElement?.getAttribute('aria-invalid') === 'true';
      },
      { timeout: 15_000 },
      Object.keys(typed),
    )
    .catch(() => undefined);
  return await page.evaluate((names) => {
    const find = (name: string) => document.querySelector<HTMLInputElement>(`form [name="${name}"]`);
    const wordsOf = (field: HTMLInputElement | null) =>
      (field?.getAttribute('aria-describedby') ?? '')
        .split(' ')
        .map((id) => document.getElementById(id))
        .find((part) => part?.getAttribute('role') === 'alert')?.textContent ?? '';
    const form = find(names[0] ?? '')?.closest('form');
    return {
      values: Object.fromEntries(names.map((name) => [name, find(name)?.value])),
      words: Object.fromEntries(names.map((name) => [name, wordsOf(find(name))])),
      firstBad: form?.querySelector('[aria-invalid="true"]')?.getAttribute('name'),
      focused: document.activeElement?.getAttribute('name'),
    };
  }, Object.keys(typed));
}
