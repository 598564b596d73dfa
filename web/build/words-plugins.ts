import path from 'node:path';
import linguiMacro from '@lingui/babel-plugin-lingui-macro';
import { getConfig } from '@lingui/conf';
import { lingui } from '@lingui/vite-plugin';
import babel, { defineRolldownBabelPreset } from '@rolldown/plugin-babel';
import type { PluginOption } from 'vite';
import { compileEnglish } from './compile-english.ts';

/**
 * What the words of the page need in a build, in development and in the tests: macros become messages, the English of
 * a message stays beside its use, already compiled, and a `.po` file is a module with the messages of one language.
 * Babel reads only the modules that use a macro.
 */
export function wordsPlugins(): PluginOption[] {
  const configPath = path.join(import.meta.dirname, '..', 'lingui.config.ts');
  const linguiConfig = getConfig({ configPath, cwd: path.dirname(configPath) });
  const preset = defineRolldownBabelPreset({
    preset: {
      plugins: [[linguiMacro, { descriptorFields: 'message', linguiConfig }], compileEnglish],
    },
    rolldown: { filter: { code: /from '@lingui\/(?:core|react)\/macro'/ } },
  });
  return [
    lingui({ configPath, cwd: path.dirname(configPath), failOnCompileError: true }),
    babel({ presets: [preset] }),
  ];
}
