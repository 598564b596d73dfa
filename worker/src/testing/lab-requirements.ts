import { spawnSync } from 'node:child_process';

const flags = ['--user', '--map-root-user', '--net', '--pid', '--fork', 'true'];

/** Why the bundled lab's machines cannot run on this host; null when they can. */
export const missingNamespaces =
  spawnSync('unshare', flags).status === 0 ? null : 'unprivileged Linux namespaces (unshare)';

/** A suite's title that names the reason when it is skipped. */
export function suiteTitle(title: string): string {
  return missingNamespaces === null ? title : `${title} (skipped: ${missingNamespaces})`;
}
