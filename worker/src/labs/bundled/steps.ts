import { z } from 'zod';
import type { Console } from '../../recipes/console.ts';
import { RecipeError } from '../../recipes/recipe-error.ts';
import type { Recipe } from '../../recipes/recipe.ts';
import { extend, readEnd } from './extend.ts';
import { readEndsIn, readState } from './machine-page.ts';
import { readActivity } from './read-activity.ts';
import { restart } from './restart.ts';
import { Connection, MachineRow, Offered, Refusal } from './schema.ts';
import { credentialSelectors, paths, progressPath, selectors } from './selectors.ts';
import { runCommand, shellQuote } from './terminal.ts';
import { actOn, signIn, visit } from './visit.ts';

const pollMs = 600;

/** Operates the bundled lab by its web pages, as a person would. */
export const bundledRecipe: Recipe = {
  name: 'bundled',
  credentialSelectors,
  signIn,
  readEnd,
  extend,
  restart,
  readActivity,

  async start(console, { label, template, minutes, beforeClick }) {
    const status = await actOn(console, paths.start(template), async () => {
      await console.fill(selectors.label, label);
      await console.fill(selectors.minutes, String(minutes));
      await beforeClick();
      return console.submit(selectors.start);
    });
    const labRef = progressPath.exec(console.path())?.[1];
    if (labRef !== undefined) return { labRef: decodeURIComponent(labRef) };
    const shown = { startError: selectors.startError, message: selectors.message };
    const { startError, message } = Refusal.parse(await console.texts(shown));
    if (status === 404) throw await explainNoStartPage(console, template);
    throw explainRefusal(startError ?? message, status);
  },

  async waitUntilLive(console, labRef) {
    for (;;) {
      const state = await readState(console, paths.progress(labRef), labRef);
      if (state === 'live') break;
      if (state === 'failed') throw new RecipeError('lab_start_failed', await readReason(console));
      if (state !== 'starting')
        throw new RecipeError('machine_lost', `The lab says that the machine is ${state}.`);
      await console.pause(pollMs);
    }
    await visit(console, paths.machine(labRef));
    return { endsInMs: await readEndsIn(console) };
  },

  async openShell(console, labRef) {
    // The sum is done by the machine's shell, so the answer cannot be an echo of the question.
    const { output } = await runCommand(console, labRef, 'echo "coinslot-$((6 * 7))"');
    if (output.trim() !== 'coinslot-42')
      throw new RecipeError('shell_failed', 'The shell did not answer as a shell does.');
  },

  async bootstrap(console, labRef, { machineName }) {
    // No time: what was sold ends some minutes before the lab's own deadline, and may be extended.
    const notice = `This is ${machineName}. Its page says when it ends; what is on it then is gone.`;
    const { output, exitCode } = await runCommand(console, labRef, bootstrapScript(notice));
    if (exitCode !== 0)
      throw new RecipeError('bootstrap_failed', `The set-up ended with exit code ${exitCode}.`);
    return { output };
  },

  async readConnection(console, labRef) {
    await visit(console, paths.connection(labRef));
    const shown = await console.texts({
      gone: selectors.noConnection,
      host: selectors.connectionHost,
      port: selectors.connectionPort,
      username: selectors.connectionUser,
      password: selectors.connectionPassword,
      hostKeyFingerprint: selectors.connectionFingerprint,
    });
    if (shown['gone'] !== null)
      throw new RecipeError('machine_lost', 'The lab has no connection for this machine any more.');
    const connection = Connection.safeParse(shown);
    if (connection.success) return connection.data;
    const names = connection.error.issues.map(({ path }) => path.join('.')).join(', ');
    throw new RecipeError('page_changed', `The connection page lacks, or shows in another form: ${names}.`);
  },

  async list(console) {
    await visit(console, paths.machines);
    const rows = await console.attributes(selectors.machineRows, [
      'data-machine-id',
      'data-state',
      'data-label',
    ]);
    const listings = z.array(MachineRow).safeParse(rows);
    const isList = (await console.has(selectors.machineTable)) || (await console.has(selectors.noMachines));
    if (!listings.success || !isList)
      throw new RecipeError('page_changed', 'The list of machines was not understood.');
    return listings.data;
  },

  async end(console, labRef) {
    for (let asked = false; ;) {
      const state = await readState(console, paths.machine(labRef), labRef);
      if (state === 'absent') return 'absent';
      if (state === 'ended' || state === 'failed') return 'ended';
      if (state !== 'ending' && !asked) {
        await actOn(console, paths.end(labRef), () => console.submit(selectors.confirmEnd));
        asked = true;
      } else await console.pause(pollMs);
    }
  },
};

async function readReason(console: Console): Promise<string> {
  const { reason } = await console.texts({ reason: selectors.failureReason });
  return `The lab could not start the machine: ${reason ?? 'it gave no reason'}`;
}

/** The lab has no such page: its catalogue tells a template that is not offered from a page that has moved. */
async function explainNoStartPage(console: Console, template: string): Promise<RecipeError> {
  await visit(console, paths.catalogue);
  const offered = Offered.safeParse(
    await console.attributes(selectors.templateItems, ['data-template']),
  ).data;
  if (offered === undefined || offered.length === 0)
    return new RecipeError(
      'page_changed',
      'The lab has no start page, and its catalogue was not understood.',
    );
  if (offered.includes(template))
    return new RecipeError('page_changed', `The catalogue offers ${template}, but it has no start page.`);
  const message = `The lab's catalogue has no ${template}. It has: ${offered.join(', ')}.`;
  return new RecipeError('template_unknown', message.slice(0, 500));
}

function explainRefusal(text: string | null, status: number): RecipeError {
  if (text === null)
    return new RecipeError('page_changed', `After the start no machine was shown (status ${status}).`);
  if (/quota/i.test(text)) return new RecipeError('no_quota', text);
  if (/already have/i.test(text)) return new RecipeError('seat_busy', text);
  return new RecipeError('lab_start_failed', text);
}

/** Says who and where the shell is, and greets whoever logs in. */
function bootstrapScript(notice: string): string {
  return [
    'set -eu',
    'cd "$HOME"',
    'test "$(id -u)" != 0',
    'umask 077',
    `printf '%s\\n' ${shellQuote(notice)} > .coinslot-notice`,
    `printf '%s\\n' 'cat "$HOME/.coinslot-notice" 2>/dev/null || :' > .bash_profile`,
    `printf 'Shell of %s on %s, %s\\n' "$(id -un)" "$(uname -n)" "$(uname -sr)"`,
  ].join('\n');
}
