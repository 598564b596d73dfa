// Entry of every `npm` script. Plain JavaScript for whatever Node the machine has: it says in one sentence
// when that Node is too old, brings the packages (and the pinned Node 24) when they are missing or stale, and
// then becomes a thin parent of the real program, which runs under the pinned Node.
//
// The imports are dynamic on purpose: an old Node must reach the sentence, not a syntax error.
const oldestNodeMajor = 20;

const major = Number(process.versions.node.split('.')[0]);
if (major < oldestNodeMajor) {
  process.stderr.write(
    'Coinslot needs Node ' +
      oldestNodeMajor +
      ' or newer to start; this is Node ' +
      process.versions.node +
      '. Install a newer one from https://nodejs.org or your package manager, then run the command again.\n',
  );
  process.exit(1);
} else {
  import('./bootstrap.mjs')
    .then((module) => module.bootstrap(process.argv.slice(2)))
    .catch((error) => {
      process.stderr.write(
        (error && error.isPlain ? error.message : String((error && error.stack) || error)) + '\n',
      );
      process.exit(1);
    });
}
