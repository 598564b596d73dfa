import type { Product } from '@coinslot/shared/http/products.ts';
import { plural, t } from '@lingui/core/macro';
import {
  Clock,
  Cpu,
  Gauge,
  HardDrive,
  Hourglass,
  type LucideIcon,
  MemoryStick,
  Microchip,
  TicketCheck,
  TimerReset,
} from 'lucide-react';
import { formatMegabytes, formatMinutes } from '../../../lib/format.ts';
import { say } from '../../../words/say.ts';
import {
  describeGpu,
  describeLimits,
  describeMoreTime,
  describeReadyIn,
  sizeNames,
} from '../describe-product.ts';

type Fact = { icon: LucideIcon; text: string | null };

/** What is known of a product, each with its sign; what is unknown is left out. */
export function ProductFacts({ product }: { product: Product }) {
  return (
    <div className="text-soft space-y-2.5 text-sm">
      <FactList facts={hardware(product)} className="flex flex-wrap gap-x-4 gap-y-1.5" />
      <FactList facts={terms(product)} className="space-y-1.5" />
    </div>
  );
}

function hardware({ durationMinutes, attributes }: Product): Fact[] {
  const { size, cpus, memoryMb, diskMb, gpu } = attributes;
  return [
    { icon: Clock, text: formatMinutes(durationMinutes) },
    { icon: Gauge, text: size && say(sizeNames[size]) },
    { icon: Cpu, text: cpus === null ? null : t`${plural(cpus, { one: '# CPU', other: '# CPUs' })}` },
    { icon: MemoryStick, text: memoryMb === null ? null : t`${formatMegabytes(memoryMb)} memory` },
    { icon: HardDrive, text: diskMb === null ? null : t`${formatMegabytes(diskMb)} disk` },
    { icon: Microchip, text: gpu && (gpu.model === 'GPU' ? describeGpu(gpu) : `GPU: ${describeGpu(gpu)}`) },
  ];
}

function terms(product: Product): Fact[] {
  const { idleMinutes } = product;
  return [
    { icon: TimerReset, text: describeMoreTime(product) },
    { icon: Hourglass, text: describeReadyIn(product) },
    {
      icon: Clock,
      text: idleMinutes === null ? null : t`Ends when idle for ${formatMinutes(idleMinutes)}: no refund`,
    },
    { icon: TicketCheck, text: describeLimits(product) },
  ];
}

function FactList({ facts, className }: { facts: readonly Fact[]; className: string }) {
  const known = facts.filter(({ text }) => text !== null);
  if (known.length === 0) return null;
  return (
    <ul className={className}>
      {known.map(({ icon: Icon, text }) => (
        <li key={text} className="flex items-center gap-1.5">
          <Icon aria-hidden className="size-4 shrink-0" /> {text}
        </li>
      ))}
    </ul>
  );
}
