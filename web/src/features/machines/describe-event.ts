import type { MachineEvent } from '@coinslot/shared/live-events/machine-event.ts';
import { endReasons } from '@coinslot/shared/states/end-reason.ts';
import type { ExtensionState, RestartState } from '@coinslot/shared/states/machine-order.ts';
import { provisionFailures } from '@coinslot/shared/states/provision-failure.ts';
import { provisionStepLabels } from '@coinslot/shared/states/provision-step.ts';
import { formatCoins, formatMinutes } from '../../lib/format.ts';
import { stateLabels } from './describe-machine.ts';

/** One numbered event in words. */
export function describeEvent(event: MachineEvent): string {
  switch (event.kind) {
    case 'requested':
      return 'Requested';
    case 'state':
      return withNote(
        `${stateLabels[event.from]} → ${stateLabels[event.to]}`,
        event.reason && endReasons[event.reason].text,
      );
    case 'step':
      return withNote(
        `${provisionStepLabels[event.step]}: ${event.state} (try ${event.attempt})`,
        event.failure && provisionFailures[event.failure].text,
      );
    case 'retry':
      return withNote(`Try ${event.attempt}`, event.text);
    case 'charge':
      return withNote(
        `${formatCoins(event.price)} ${event.state}`,
        event.refunded > 0 ? `${formatCoins(event.refunded)} came back.` : null,
      );
    case 'expiry_warning':
      return `Warned: ${event.minutesLeft} minutes left`;
    case 'lab_session_ended':
      return 'The lab confirmed the end';
    default:
      return describeLaterEvent(event);
  }
}

type LaterEvent = Extract<
  MachineEvent,
  { kind: 'extension' | 'auto_extend' | 'restart' | 'health' | 'idle_warning' }
>;

/** What happens to a machine that was ready once. */
function describeLaterEvent(event: LaterEvent): string {
  switch (event.kind) {
    case 'extension':
      return withNote(
        `${event.automatic ? 'Auto-extend' : 'Extension'} by ${formatMinutes(event.minutes)} for ${formatCoins(event.price)}: ${extensionStates[event.state]}`,
        event.text,
      );
    case 'auto_extend':
      return withNote(`Auto-extend switched ${event.enabled ? 'on' : 'off'}`, event.text);
    case 'restart':
      return withNote(`Restart ${restartStates[event.state]}`, event.text);
    case 'health':
      return withNote(event.degraded ? 'The way in does not answer' : 'The way in answers again', event.text);
    case 'idle_warning':
      return `Warned: idle, ${formatMinutes(event.minutesLeft)} until it ends`;
  }
}

function withNote(text: string, note: string | null): string {
  return note ? `${text}. ${note}` : text;
}

const extensionStates = {
  pending: 'asked of the lab',
  applied: 'added',
  refused: 'refused, coins back',
} as const satisfies Record<ExtensionState, string>;

const restartStates = { pending: 'begun', done: 'done', failed: 'failed' } as const satisfies Record<
  RestartState,
  string
>;
