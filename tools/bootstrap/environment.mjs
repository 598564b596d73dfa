import path from 'node:path';

// What npm says about the network is the person's own choice and must survive; everything else npm adds to the
// environment of its scripts (npm_lifecycle_event, npm_config_prefix, ...) only confuses a second package manager.
const networkSettings = ['registry', 'proxy', 'https_proxy', 'noproxy', 'cafile', 'strict_ssl'];

/**
 * The environment without npm's additions, with this repository's programs first on PATH.
 *
 * @param {string} root
 */
export function environmentWithoutNpm(root) {
  const bin = path.join(root, 'node_modules', '.bin');
  return { ...withoutNpm(), PATH: [bin, ...pathEntries()].join(path.delimiter) };
}

/** The environment a package manager is run in: no additions of npm's, no programs of this repository. */
export function installEnvironment() {
  const environment = { ...withoutNpm(), PATH: pathEntries().join(path.delimiter) };
  for (const setting of networkSettings) {
    const value = process.env[`npm_config_${setting}`];
    if (value) {
      environment[`npm_config_${setting}`] = value;
      environment[`pnpm_config_${setting}`] = value;
    }
  }
  return environment;
}

function withoutNpm() {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^npm_/i.test(name)));
}

function pathEntries() {
  const npmAdded = /[\\/]node_modules[\\/](\.bin|npm[\\/]node_modules[\\/]|@npmcli[\\/]run-script[\\/])/;
  return (process.env.PATH ?? '')
    .split(path.delimiter)
    .filter((entry) => entry !== '' && !npmAdded.test(`${entry}${path.sep}`));
}
