import type { Machine } from '@coinslot/shared/http/machines.ts';
import { ChevronRight } from 'lucide-react';
import { Link } from 'react-router';
import { paths } from '../../../app/paths.ts';
import { formatMinutes } from '../../../lib/format.ts';
import { Moment } from '../../../ui/moment.tsx';
import { describeCharge } from '../describe-charge.ts';
import { boughtMinutes, describeEnd, headline } from '../describe-machine.ts';
import { describeWait } from '../describe-queue.ts';
import { StateBadge } from './state-badge.tsx';
import { TimeLeft } from './time-left.tsx';

/** One of the member's machines as a link to its page. */
export function MachineRow({ machine }: { machine: Machine }) {
  const ended = machine.endedAt !== null;
  return (
    <Link
      to={paths.machine(machine.id)}
      className="rounded-card border-line bg-panel shadow-card hover:bg-sunk flex items-center gap-3 border p-4 sm:px-5"
    >
      <div className="min-w-0 flex-1 space-y-1">
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <span className="text-lg font-bold break-all">{machine.name}</span>
          <StateBadge machine={machine} />
        </div>
        <p className="text-soft text-sm">
          {machine.productName} · {formatMinutes(boughtMinutes(machine))} · {describeCharge(machine)}
        </p>
        <p className="text-soft text-sm">
          {ended
            ? describeEnd(machine)
            : [headline(machine), machine.queue && describeWait(machine.queue)].filter(Boolean).join('. ')}
        </p>
      </div>
      <div className="text-soft shrink-0 text-right text-sm">
        {machine.state === 'ready' && machine.expiresAt ? (
          <TimeLeft expiresAt={machine.expiresAt} />
        ) : (
          <Moment at={machine.endedAt ?? machine.requestedAt} />
        )}
      </div>
      <ChevronRight aria-hidden className="text-soft size-5 shrink-0" />
    </Link>
  );
}
