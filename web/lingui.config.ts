import { defineConfig } from '@lingui/conf';
import { formatter } from '@lingui/format-po';
import { codeMessages } from './build/catalogue/code-messages.ts';
import { contractFiles, contractSentences } from './build/catalogue/contract-sentences.ts';

/** English stands in the code; each other language is one file of src/words/catalogues, written by `check --write-words`. */
export default defineConfig({
  sourceLocale: 'en',
  locales: ['de'],
  catalogs: [
    { path: '<rootDir>/src/words/catalogues/{locale}', include: ['<rootDir>/src', ...contractFiles] },
  ],
  format: formatter({ origins: false }),
  orderBy: 'message',
  extractors: [contractSentences, codeMessages],
  // Whoever says a word has the language set, in a browser as in a test without one.
  runtimeConfigModule: {
    i18n: ['#words/i18n.ts', 'i18n'],
    Trans: ['#words/trans.tsx', 'Trans'],
  },
});
