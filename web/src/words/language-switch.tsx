import { Trans } from '@lingui/react/macro';
import { useState } from 'react';
import { chooseLocale, currentLocale, localeNames, locales } from './locale.ts';

// The page is built anew in the other language, and the keyboard must stay where it was.
let changedHere = false;

/** Chooses the language of the page, for this browser. */
export function LanguageSwitch() {
  const [failed, setFailed] = useState(false);

  async function choose(name: string): Promise<void> {
    const next = locales.find((known) => known === name);
    if (!next) return;
    changedHere = true;
    await chooseLocale(next).catch(() => setFailed(true));
  }

  function keepFocus(select: HTMLSelectElement | null): void {
    if (!select || !changedHere) return;
    changedHere = false;
    select.focus();
  }

  return (
    <label className="text-soft flex flex-wrap items-center gap-2 text-sm">
      <Trans>Language</Trans>
      <select
        ref={keepFocus}
        value={currentLocale()}
        onChange={({ target }) => void choose(target.value)}
        className="border-line-strong bg-panel text-ink min-h-10 rounded-xl border px-3"
      >
        {locales.map((locale) => (
          <option key={locale} value={locale} lang={locale}>
            {localeNames[locale]}
          </option>
        ))}
      </select>
      {failed ? (
        <span role="alert" className="text-bad">
          <Trans>This language could not be loaded. Check your connection and try again.</Trans>
        </span>
      ) : null}
    </label>
  );
}
