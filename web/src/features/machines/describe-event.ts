import type { MachineEvent } from '@coinslot/shared/live-events/machine-event.ts';
import { endReasons } from '@coinslot/shared/states/end-reason.ts';
import { provisionFailures } from '@coinslot/shared/states/provision-failure.ts';
import { provisionStepLabels } from '@coinslot/shared/states/provision-step.ts';
import { formatCoins } from '../../lib/format.ts';
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
  }
}

function withNote(text: string, note: string | null): string {
  return note ? `${text}. ${note}` : text;
}
