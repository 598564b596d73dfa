import { i18n } from '@lingui/core';

// English is the text of the code itself. It is set before anything can say a word, in a test without a page too.
i18n.load('en', {});
i18n.activate('en');

/** The words in the language of now. Macros use it; by hand only `i18n._(message)` for a message made with `msg`. */
export { i18n };
