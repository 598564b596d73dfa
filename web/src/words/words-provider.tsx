import { Fragment, useSyncExternalStore, type ReactNode } from 'react';
import { i18n } from './i18n.ts';

/** Builds the whole page anew in another language: no part of it has to watch for one. */
export function WordsProvider({ children }: { children: ReactNode }) {
  const locale = useSyncExternalStore(
    (onChange) => i18n.on('change', onChange),
    () => i18n.locale,
  );
  return <Fragment key={locale}>{children}</Fragment>;
}
