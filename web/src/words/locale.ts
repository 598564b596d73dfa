import type { Messages } from '@lingui/core';
import { i18n } from './i18n.ts';

/** The languages of the page, each by its own name. */
export const localeNames = { en: 'English', de: 'Deutsch' } as const;
export type Locale = keyof typeof localeNames;
export const locales = Object.keys(localeNames) as Locale[];

// English is in the code. Every other language is a file that only its readers load.
const catalogues: Record<Exclude<Locale, 'en'>, () => Promise<{ messages: Messages }>> = {
  de: () => import('./catalogues/de.po'),
};
const storageKey = 'coinslot.locale';

/** The language of now. */
export function currentLocale(): Locale {
  return locales.find((known) => known === i18n.locale) ?? 'en';
}

/** Speaks the member's language before the first paint. A catalogue that cannot be loaded leaves English. */
export async function startLocale(): Promise<void> {
  await speak(readChoice() ?? preferredLocale(navigator.languages)).catch(() => undefined);
}

/**
 * Changes the language of the page and keeps the choice in this browser.
 *
 * @throws when the catalogue could not be loaded; the language is then as before
 */
export async function chooseLocale(next: Locale): Promise<void> {
  await speak(next);
  try {
    localStorage.setItem(storageKey, next);
  } catch {
    // Storage may be refused: the choice then holds until the page is left.
  }
}

/** The first language of a browser's list that the page speaks, else English. */
export function preferredLocale(wanted: readonly string[]): Locale {
  for (const tag of wanted) {
    const found = locales.find((known) => isOf(known, tag));
    if (found) return found;
  }
  return 'en';
}

/** For dates and numbers: the reader's own kind of the language of now (`en-GB`), else the language itself. */
export function formatLocale(): string {
  const locale = currentLocale();
  return globalThis.navigator?.languages?.find((tag) => isOf(locale, tag)) ?? locale;
}

async function speak(locale: Locale): Promise<void> {
  if (locale !== 'en') i18n.load(locale, (await catalogues[locale]()).messages);
  i18n.activate(locale);
  document.documentElement.lang = locale;
}

function isOf(locale: Locale, tag: string): boolean {
  return tag.toLowerCase() === locale || tag.toLowerCase().startsWith(`${locale}-`);
}

function readChoice(): Locale | undefined {
  try {
    const stored = localStorage.getItem(storageKey);
    return locales.find((known) => known === stored);
  } catch {
    return undefined;
  }
}
