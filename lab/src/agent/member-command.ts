import type { AgentSettings } from './settings.ts';

/**
 * The command line that runs `program` as the member: limited, without capabilities and unable to
 * gain any. The order matters: limits first, then the uid, then the member's own folder.
 */
export function memberCommand(
  settings: AgentSettings,
  program: readonly string[],
): { file: string; args: string[] } {
  const { member, limits, ownUid } = settings;
  return {
    file: '/usr/bin/prlimit',
    args: [
      `--nproc=${limits.processes}`,
      `--nofile=${limits.openFiles}`,
      `--fsize=${limits.fileBytes}`,
      '--core=0',
      ...(limits.dataBytes === null ? [] : [`--data=${limits.dataBytes}`]),
      'setpriv',
      ...(ownUid ? ['--reuid=1000', '--regid=1000', '--clear-groups'] : []),
      '--inh-caps=-all',
      '--ambient-caps=-all',
      '--bounding-set=-all',
      '--no-new-privs',
      'env',
      `--chdir=/home/${member}`,
      ...program,
    ],
  };
}

/**
 * The member's environment. Only harmless names are taken from the client: the agent's own
 * programs run with it before they become the member, so nothing like LD_PRELOAD may pass.
 */
export function memberEnvironment(
  member: string,
  fromClient: ReadonlyMap<string, string>,
): Record<string, string> {
  const environment: Record<string, string> = {
    HOME: `/home/${member}`,
    USER: member,
    LOGNAME: member,
    SHELL: '/bin/bash',
    LANG: 'C.UTF-8',
    PATH: '/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin',
  };
  for (const [name, value] of fromClient) {
    if (/^(LANG|LC_[A-Z]+|TERM|COLORTERM|TZ)$/.test(name)) environment[name] = value;
  }
  return environment;
}
