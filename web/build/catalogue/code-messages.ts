import { extractor } from '@lingui/cli/api';
import type { ExtractorType } from '@lingui/conf';

/** Takes the messages of the code. Most files have none and need not be parsed, which is what makes it quick. */
export const codeMessages: ExtractorType = {
  match: (file) => /\.tsx?$/.test(file) && !/\.test\.tsx?$|\.d\.ts$|\/testing\//.test(file),
  extract: (file, code, onMessage, context) =>
    code.includes("/macro'") ? extractor.extract(file, code, onMessage, context) : undefined,
};
