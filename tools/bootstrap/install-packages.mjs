import { spawn } from 'node:child_process';
import { createWriteStream, existsSync, mkdirSync, readFileSync, accessSync, constants } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { installEnvironment } from './environment.mjs';
import { plainError } from './plain-error.mjs';
import { runChild } from './run-child.mjs';

/**
 * Runs the pinned pnpm through npx. Its output goes to a log file; its last line to the progress line.
 *
 * @param {{ root: string, folder: string, progress: { say: (text: string) => void } }} options
 */
export async function installPackages({ root, folder, progress }) {
  const log = path.join(folder, 'install.log');
  const { packageManager } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
  const [command, ...before] = findNpx();
  const args = [...before, '-y', packageManager, 'install', '--frozen-lockfile', '--reporter=append-only'];
  const child = spawn(command, args, {
    cwd: root,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...installEnvironment(), ...homeSettings(folder), CI: '1' },
  });
  const file = createWriteStream(log, { mode: 0o600 });
  let tail = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      file.write(chunk);
      tail = (tail + chunk.toString()).slice(-4000);
      const line = tail.trimEnd().split('\n').at(-1)?.trim();
      if (line) progress.say(line);
    });
  }
  const code = await runChild(child).catch((error) => {
    throw plainError(
      `Cannot run npx (${error.code ?? error.message}). Install npm beside Node and run the command again.`,
    );
  });
  file.end();
  // 128 + n: the person pressed Ctrl-C; nothing to explain.
  if (code > 128) throw plainError('Stopped. The next start goes on where this one ended.');
  if (code !== 0) throw plainError(explain(code, tail, log));
}

/** npx as a script of the npm beside this Node: a PATH that npm has rearranged does not matter then. */
function findNpx() {
  const nodePrefix = path.resolve(path.dirname(process.execPath), '..');
  const candidates = [
    process.env.npm_execpath && path.join(path.dirname(process.env.npm_execpath), 'npx-cli.js'),
    path.join(nodePrefix, 'lib/node_modules/npm/bin/npx-cli.js'),
    path.join(nodePrefix, 'share/nodejs/npm/bin/npx-cli.js'),
    path.join(path.dirname(process.execPath), 'node_modules/npm/bin/npx-cli.js'),
  ];
  const script = candidates.find((file) => file && existsSync(file));
  return script ? [process.execPath, script] : ['npx'];
}

/** A home that cannot be written to (a service user's /nonexistent) is replaced by one inside our own folder. */
function homeSettings(folder) {
  try {
    accessSync(os.homedir(), constants.W_OK);
    return {};
  } catch {
    const home = path.join(folder, 'home');
    mkdirSync(home, { recursive: true, mode: 0o700 });
    return { HOME: home };
  }
}

const advice = [
  [/ENOSPC|no space left/i, 'The disk is full: about 1 GB is needed here and in your home.'],
  [
    /OUTDATED_LOCKFILE/,
    'A package.json was changed without the lockfile: run `npx pnpm install` once and keep the new pnpm-lock.yaml.',
  ],
  [
    /CERT|SELF_SIGNED|unable to (get|verify)/i,
    "The registry's certificate was not accepted. Behind a proxy with its own certificate set NODE_EXTRA_CA_CERTS to it.",
  ],
  [
    /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|dns error|error sending request|tcp connect|fetch failed|network/i,
    'The npm registry cannot be reached. Check the network; behind a proxy set HTTPS_PROXY, for a mirror `npm config set registry <url>`.',
  ],
  [
    /EACCES|EPERM|permission denied/i,
    'A file belongs to somebody else (was it started once as root?). Give this folder to yourself with chown and try again.',
  ],
];

function explain(code, tail, log) {
  const hint =
    advice.find(([pattern]) => pattern.test(tail))?.[1] ??
    'Run the same command again; what was fetched is kept.';
  const lastLines = tail
    .trimEnd()
    .split('\n')
    .slice(-12)
    .map((line) => `  ${line}`);
  return [
    `Installing the packages failed (exit code ${code}):`,
    ...lastLines,
    hint,
    `The whole log: ${log}`,
  ].join('\n');
}
