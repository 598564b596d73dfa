// Which way imports run. shared <- broker, worker, web, lab, cli; those five never import each other. A domain of the
// broker is entered only through its index.ts. tools and e2e may start everything but import only contracts.
const packages = ['broker', 'worker', 'web', 'lab', 'cli'];

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    ...packages.map((from) => ({
      name: `${from}-stands-alone`,
      comment: `${from} may import only itself and shared. Put what both need into shared as a contract.`,
      severity: 'error',
      from: { path: `^${from}/` },
      to: {
        // The command line is tried against a real broker, by the folder that starts one for tests.
        ...(from === 'cli'
          ? { pathNot: ['^broker/src/testing/', '^broker/src/domains/[^/]+/testing/'] }
          : {}),
        path: `^(${[...packages.filter((other) => other !== from), 'e2e', 'bench', 'faults', 'tools'].join('|')})/`,
      },
    })),
    {
      name: 'shared-knows-nobody',
      comment: 'shared holds contracts and imports none of their users.',
      severity: 'error',
      from: { path: '^shared/' },
      to: { path: '^(broker|worker|web|lab|cli|e2e|bench|faults|tools)/' },
    },
    {
      name: 'nobody-imports-benchmarks',
      comment: 'bench measures the others from outside or by their functions; nobody needs it to run.',
      severity: 'error',
      from: { pathNot: '^bench/' },
      to: { path: '^bench/' },
    },
    {
      name: 'nobody-imports-the-fault-suite',
      comment: 'faults hurts the others from outside or by their functions; nobody needs it to run.',
      severity: 'error',
      from: { pathNot: '^faults/' },
      to: { path: '^faults/' },
    },
    {
      name: 'tools-and-e2e-start-programs',
      comment:
        'tools and e2e spawn the programs of a package; they import only contracts and testing folders.',
      severity: 'error',
      from: { path: '^(tools|e2e)/' },
      to: { path: '^(broker|worker|web|lab|cli)/', pathNot: '/testing/' },
    },
    {
      name: 'domain-through-its-index',
      comment: 'A domain is entered only through its index.ts: export what you need there.',
      severity: 'error',
      from: { path: '^broker/src/', pathNot: '^broker/src/domains/([^/]+)/' },
      to: { path: '^broker/src/domains/[^/]+/', pathNot: '^broker/src/domains/[^/]+/(index\\.ts$|testing/)' },
    },
    {
      name: 'domain-through-its-index',
      comment: 'A domain is entered only through its index.ts: export what you need there.',
      severity: 'error',
      from: { path: '^broker/src/domains/([^/]+)/' },
      to: {
        path: '^broker/src/domains/[^/]+/',
        pathNot: '^broker/src/domains/($1/|[^/]+/(index\\.ts$|testing/))',
      },
    },
    {
      name: 'only-processes-import-the-app',
      comment: 'app.ts, worker.ts and config.ts belong to the process; pass what is needed as a parameter.',
      severity: 'error',
      from: {
        path: '^(broker|worker|lab)/src/',
        pathNot: ['^[^/]+/src/[^/]+\\.ts$', '/testing/', '\\.test\\.ts$'],
      },
      to: { path: '^(broker|worker|lab)/src/(app|worker|main|cli)\\.ts$', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'no-tests-in-products',
      comment: 'Product code never imports tests or their folders.',
      severity: 'error',
      from: { path: '^(broker|worker|web|lab|cli|shared)/', pathNot: '\\.test\\.tsx?$|/testing/' },
      to: { path: '\\.test\\.tsx?$|/testing/' },
    },
    {
      name: 'no-cycles',
      comment: 'Two modules that need each other are one module, or have a third between them.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'nothing-unresolved',
      comment: 'The imported file or package does not exist.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '^(virtual:|node:)' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|\\.dist-[^/]+|saved-pages|node_modules/\\.vite)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.tsx', '.mjs', '.cjs', '.js', '.json', '.css'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
