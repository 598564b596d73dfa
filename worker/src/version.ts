import manifest from '../package.json' with { type: 'json' };

/** This worker's version, as it tells the broker. */
export const workerVersion = manifest.version;
