import { existsSync } from 'node:fs';

const programs = ['/usr/bin/jupyterhub', '/usr/bin/jupyter-notebook', '/usr/sbin/sshd', '/usr/bin/unshare'];

/** Why no real JupyterHub can be started on this host; null when it can. */
export const missingJupyter = findMissing();

function findMissing(): string | null {
  if (!programs.every((program) => existsSync(program)))
    return 'jupyterhub, jupyter-notebook or openssh-server';
  // A user of its own, and terminals as that user, are mounted for the hub alone.
  return process.getuid?.() === 0 ? null : 'root, for a jupyterhub with a user of its own';
}

/** A suite's title that names the reason when it is skipped. */
export function jupyterTitle(title: string): string {
  return missingJupyter === null ? title : `${title} (skipped: ${missingJupyter})`;
}
