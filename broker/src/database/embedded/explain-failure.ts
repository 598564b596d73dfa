/** Turns the end of Postgres' own log into a sentence that says what to do. */
export function explainFailure(log: string, dataFolder: string): string {
  const known = causes.find(({ pattern }) => pattern.test(log));
  const last = log.trim().split('\n').slice(-6).join('\n  ');
  return known === undefined
    ? `The embedded Postgres did not start. The end of its log:\n  ${last}`
    : known.sentence(dataFolder);
}

const causes: { pattern: RegExp; sentence: (dataFolder: string) => string }[] = [
  {
    pattern: /No space left on device|could not (write|extend).*space/i,
    sentence: (folder) =>
      `The disk that holds ${folder} is full. Free some space and start again; nothing is lost.`,
  },
  {
    pattern: /database files are incompatible|initialized by PostgreSQL version/i,
    sentence: (folder) =>
      `The database in ${folder} was made by another version of Postgres. Start the version of Coinslot that made it, or set COINSLOT_DATA_DIR to an empty folder.`,
  },
  {
    pattern: /permission denied|has wrong ownership|has invalid permissions|could not access directory/i,
    sentence: (folder) =>
      `Postgres may not use ${folder}. Make it belong to the user who starts Coinslot (as root without user namespaces: every folder above must be open to all), or set COINSLOT_DATA_DIR to another folder.`,
  },
  {
    pattern: /read-only file system/i,
    sentence: (folder) =>
      `${folder} is on a read-only disk. Set COINSLOT_DATA_DIR to a folder that can be written.`,
  },
];

/** The port was taken between our look and Postgres' start: another one is tried. */
export const portWasTaken = (log: string) =>
  /Address already in use|could not (bind|create any TCP)/i.test(log);
/** A dead postmaster's lock or shared memory that the kernel has not cleared yet, or another starter: look again. */
export const folderIsHeld = (log: string) =>
  /lock file "postmaster\.pid" already exists|pre-existing shared memory block/i.test(log);
