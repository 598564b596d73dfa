import { streamFaults } from '@coinslot/shared/worker-messages/stream.ts';
import { t } from '@lingui/core/macro';
import type { StreamStatus } from '../../lib/streams/watch-stream.ts';
import type { BadgeTone } from '../../ui/badge.tsx';
import { sayContract } from '../../words/say.ts';
import type { TerminalEnd } from './watch-terminal.ts';

export type TerminalWords = { label: string; tone: BadgeTone; sentence: string | null };

/** How a terminal's line is, in a word, and in a sentence when something must be known. */
export function describeTerminal(status: StreamStatus, end: TerminalEnd | null): TerminalWords {
  switch (status) {
    case 'connecting':
      return { label: t`Connecting`, tone: 'busy', sentence: null };
    case 'open':
      return { label: t`Connected`, tone: 'ok', sentence: null };
    case 'cut':
      return {
        label: t`Reconnecting`,
        tone: 'coin',
        sentence: t`The line was cut. It comes back by itself, with what was printed meanwhile if the shell lived on.`,
      };
    case 'ended':
      return { label: t`Ended`, tone: 'neutral', sentence: describeEnd(end) };
    case 'too_many':
      return {
        label: t`Too many`,
        tone: 'bad',
        sentence: t`Too many terminals of this machine are open. Close one and open it here again.`,
      };
    case 'signed_out':
      return { label: t`Signed out`, tone: 'bad', sentence: t`You are not signed in any more.` };
    case 'unreachable':
      return {
        label: t`No connection`,
        tone: 'bad',
        sentence: t`No terminal could be opened for some time.`,
      };
  }
}

function describeEnd(end: TerminalEnd | null): string {
  if (end === null) return t`The terminal has ended.`;
  if (end.kind === 'fault') return sayContract(streamFaults[end.fault]);
  return end.code === null || end.code === 0
    ? t`The shell has ended.`
    : t`The shell has ended with exit code ${end.code}.`;
}
