import type { AgentSettings } from './settings.ts';

export interface MemberProgram {
  settings: AgentSettings;
  program: readonly string[];
  /** What the client asked to set. */
  fromClient: ReadonlyMap<string, string>;
}

/**
 * The command line that runs the program as the member: limited, without capabilities and unable to
 * gain any. The order matters: limits first, then the uid, then the member's own folder.
 */
export function memberCommand({ settings, program }: MemberProgram): [file: string, ...args: string[]] {
  const { member, limits, ownUid } = settings;
  return [
    '/usr/bin/prlimit',
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
  ];
}

/**
 * The member's environment. Only harmless names are taken from the client: the agent's own
 * programs run with it before they become the member, so nothing like LD_PRELOAD may pass.
 */
export function memberEnvironment({ settings, fromClient }: MemberProgram): Record<string, string> {
  const harmless = [...fromClient].filter(([name]) => /^(LANG|LC_[A-Z]+|TERM|COLORTERM|TZ)$/.test(name));
  return {
    HOME: `/home/${settings.member}`,
    USER: settings.member,
    LOGNAME: settings.member,
    SHELL: '/bin/bash',
    LANG: 'C.UTF-8',
    PATH: '/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin',
    ...Object.fromEntries(harmless),
  };
}
