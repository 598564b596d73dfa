interface PathRule {
  breaks: (file: string) => boolean;
  repair: string;
}

interface LineRule {
  pattern: RegExp;
  repair: string;
  /** Without it the rule applies to every source. */
  appliesTo?: (file: string) => boolean;
  inComments?: boolean;
}

const drawers = /(^|\/)(utils?|helpers?|common|services|types|misc)(\/|\.tsx?$)/;
const kebabPath = /^([a-z0-9]+([-.][a-z0-9]+)*\/?)+$/;
const isTest = (file: string) => /\.test\.tsx?$|\/testing\//.test(file);
const isMain = (file: string) => file.endsWith('/main.ts');
// The rules' own words and the tests that seed faults would accuse themselves.
const isOwnList = (file: string) => file.startsWith('tools/check/');

export const pathRules: readonly PathRule[] = [
  {
    breaks: (file) => drawers.test(file) && file !== 'tools/check/types.ts',
    repair:
      'no drawers called utils, helpers, common, services, types or misc: a helper lives with its user, under a name that says what it does.',
  },
  {
    breaks: (file) => /(\/|\.tsx?)$/.test(file) && !kebabPath.test(file),
    repair: 'names of folders and sources are kebab-case.',
  },
];

export const lineRules: readonly LineRule[] = [
  {
    pattern: /^\s*(export\s+)?(declare\s+)?(const\s+)?enum\s/,
    repair: 'no enum: a const object and a type of the same name.',
  },
  { pattern: /^\s*export\s+default\s/, repair: 'named exports only.', appliesTo: (file) => !isConfig(file) },
  {
    pattern: /\b(TODO|FIXME|XXX|HACK)\b/,
    repair: 'finish it now, or describe the limit as a fact.',
    inComments: true,
    appliesTo: (file) => !isOwnList(file),
  },
  {
    pattern: /\bprocess\.(exit\(|(on|once)\(\s*['"`]SIG)/,
    repair: 'only main.ts ends the process or reads signals: return, throw, or set process.exitCode.',
    appliesTo: (file) => !isMain(file) && !isTest(file) && !isOwnList(file),
  },
  {
    pattern:
      /(\bfrom|\bimport|\bimport\()\s*['"]\.{1,2}\/[^'"]*(?<!\.(ts|tsx|mts|mjs|json|css|svg|png|po)(\?\w+)?)['"]/,
    appliesTo: (file) => !isOwnList(file),
    repair: 'relative imports name the file with its ending (.ts, .tsx): Node runs the source.',
  },
  {
    pattern:
      /import\s*\{[^}]*\bexec(Sync)?\b[^}]*\}\s*from\s*['"](node:)?child_process['"]|\bshell:\s*true\b/,
    repair: 'no shell: spawn or execFile with an array of arguments.',
    appliesTo: (file) => !isOwnList(file),
  },
];

function isConfig(file: string): boolean {
  return /\.config\.ts$|\.d\.ts$|\/global-setup\.ts$/.test(file);
}
