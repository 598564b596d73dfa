import { Canary } from '@coinslot/shared/http/admin-canaries.ts';
import { LiveViewState } from '@coinslot/shared/http/admin-live-view.ts';
import { TunnelSettings } from '@coinslot/shared/http/admin-tunnels.ts';
import { minutesFromNow, uuid } from './data-catalog.ts';
import { someSteps } from './data-machines.ts';

export function aCanary(changes: Partial<Canary> = {}): Canary {
  return Canary.parse({
    id: uuid(980),
    machineId: uuid(203),
    labId: uuid(800),
    labName: 'Bundled lab',
    seat: { id: uuid(900), username: 'coinslot-1' },
    by: 'schedule',
    state: 'stopped',
    outcome: 'ok',
    failure: null,
    detail: null,
    steps: someSteps(7),
    evidenceIds: [],
    askedAt: minutesFromNow(-40),
    endedAt: minutesFromNow(-39),
    ...changes,
  });
}

export function someCanaries(): Canary[] {
  return [
    aCanary({
      id: uuid(981),
      by: 'breaker',
      state: 'failed',
      outcome: 'failed',
      failure: 'page_timeout',
      detail: 'Waited 240 s for the text "Running"; the page still said "Starting".',
      steps: someSteps(3).map((step) =>
        step.state === 'running' ? { ...step, state: 'failed', failure: 'page_timeout' } : step,
      ),
      evidenceIds: [uuid(400)],
      askedAt: minutesFromNow(-12),
    }),
    aCanary(),
  ];
}

export function aLiveView(changes: Partial<LiveViewState> = {}): LiveViewState {
  return LiveViewState.parse({
    canWatch: true,
    paused: false,
    takenBy: null,
    needsOperator: null,
    ...changes,
  });
}

/** It waits until a person has done what the lab asks of its account holder. */
export function aWaitingLiveView(changes: Partial<LiveViewState> = {}): LiveViewState {
  return aLiveView({
    needsOperator: {
      until: minutesFromNow(9.5),
      step: 'sign_in',
      failure: 'second_factor',
      message: 'The page asks for a code of six digits.',
    },
    ...changes,
  });
}

export function someTunnels(changes: Partial<TunnelSettings> = {}): TunnelSettings {
  return TunnelSettings.parse({
    accountId: '0123456789abcdef0123456789abcdef',
    zoneId: 'fedcba9876543210fedcba9876543210',
    subdomain: 'lab',
    domain: 'lab.example.org',
    hasToken: true,
    revision: 3,
    open: 4,
    removing: 1,
    fault: { at: minutesFromNow(-3), detail: 'Authentication error (10000)' },
    ...changes,
  });
}

const width = 640;
const height = 480;

/** A picture as a worker sends one, as an uncompressed bitmap: a page with a head, a form and a button. */
export function aPicture(): Uint8Array {
  const bytes = Buffer.alloc(54 + width * height * 3);
  bytes.write('BM', 0);
  bytes.writeUInt32LE(bytes.length, 2);
  bytes.writeUInt32LE(54, 10);
  bytes.writeUInt32LE(40, 14);
  bytes.writeInt32LE(width, 18);
  bytes.writeInt32LE(height, 22);
  bytes.writeUInt16LE(1, 26);
  bytes.writeUInt16LE(24, 28);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      // The rows of a bitmap stand upside down, its colours as blue, green, red.
      bytes.writeUIntLE(colourAt(x, height - 1 - y), 54 + (y * width + x) * 3, 3);
    }
  }
  return bytes;
}

function colourAt(x: number, y: number): number {
  if (y < 48) return 0x2b_1d_3a;
  const inForm = x > 200 && x < 440;
  if (inForm && y > 280 && y < 320) return 0xf5_b5_2e;
  if (inForm && ((y > 140 && y < 176) || (y > 200 && y < 236))) return 0xd8_d0_c4;
  return 0xff_ff_ff;
}
