/**
 * What the lab writes to a machine's agent, one line of JSON on its standard input. The agent
 * trusts it: it comes from the process that made the machine. The password itself never comes in.
 */
export interface AgentSettings {
  member: string;
  hostKeyPem: string;
  passwordSalt: string;
  passwordSha256: string;
  /** How long a connection may take to log in. */
  loginGraceMs: number;
  /** Whether the member has an own uid in here (the lab is root), or shares the agent's. */
  ownUid: boolean;
  /** Kernel limits of each process; no `dataBytes` where a cgroup bounds the whole machine's memory. */
  limits: { processes: number; openFiles: number; fileBytes: number; dataBytes: number | null };
}

/** Written instead of settings: end every program, clear the scratch folders, and begin again with new settings. */
export const restartWord = 'restart';
/** The agent's exit code when it was told so; the machine's first process then starts it again. */
export const restartExitCode = 75;

/** A connection to the agent begins with its number at the lab, an unsigned integer. */
export const connectionIdBytes = 4;

export const agentSocketPath = '/opt/channel/ssh.sock';
