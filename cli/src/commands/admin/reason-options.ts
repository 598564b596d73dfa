import type { Command } from 'commander';
import { type CommonOptions, withCommon } from '../../cli-context.ts';

/** The options of every order that others will ask about. */
export interface ReasonOptions extends CommonOptions {
  reason: string;
  yes?: true;
}

/** Adds them. `whom`: who reads the reason. */
export function withReason(command: Command, whom = 'for the audit log and for other admins'): Command {
  return withCommon(command).requiredOption('--reason <text>', whom).option('-y, --yes', 'do not ask');
}
