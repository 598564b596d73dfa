import type { MachineEvent } from '@coinslot/shared/live-events/machine-event.ts';
import type { ChargeState } from '@coinslot/shared/states/charge.ts';
import { endReasons } from '@coinslot/shared/states/end-reason.ts';
import type { ExtensionState, RestartState } from '@coinslot/shared/states/machine-order.ts';
import { provisionFailures } from '@coinslot/shared/states/provision-failure.ts';
import { provisionStepLabels, type ProvisionStepState } from '@coinslot/shared/states/provision-step.ts';
import type { MessageDescriptor } from '@lingui/core';
import { msg, plural, t } from '@lingui/core/macro';
import { formatCoins, formatMinutes } from '../../lib/format.ts';
import { say, sayContract } from '../../words/say.ts';
import { stateLabels } from './describe-machine.ts';

/** One numbered event in words. */
export function describeEvent(event: MachineEvent): string {
  switch (event.kind) {
    case 'requested':
      return t`Requested`;
    case 'state':
      return withNote(
        `${say(stateLabels[event.from])} → ${say(stateLabels[event.to])}`,
        event.reason && sayContract(endReasons[event.reason].text),
      );
    case 'step':
      return withNote(
        t`${sayContract(provisionStepLabels[event.step])}: ${say(stepStates[event.state])} (try ${event.attempt})`,
        event.failure && sayContract(provisionFailures[event.failure].text),
      );
    case 'retry':
      return withNote(t`Try ${event.attempt}`, sayContract(event.text));
    case 'charge':
      return withNote(
        t`${formatCoins(event.price)} ${say(chargeStates[event.state])}`,
        event.refunded > 0 ? t`${formatCoins(event.refunded)} came back.` : null,
      );
    case 'expiry_warning':
      return t`Warned: ${plural(event.minutesLeft, { one: '# minute left', other: '# minutes left' })}`;
    case 'lab_session_ended':
      return t`The lab confirmed the end`;
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
      return withNote(describeExtensionEvent(event), event.text);
    case 'auto_extend':
      return withNote(event.enabled ? t`Auto-extend switched on` : t`Auto-extend switched off`, event.text);
    case 'restart':
      return withNote(say(restartWords[event.state]), event.text);
    case 'health':
      return withNote(
        event.degraded ? t`The way in does not answer` : t`The way in answers again`,
        event.text,
      );
    case 'idle_warning':
      return t`Warned: idle, ${formatMinutes(event.minutesLeft)} until it ends`;
  }
}

function describeExtensionEvent(event: Extract<LaterEvent, { kind: 'extension' }>): string {
  const minutes = formatMinutes(event.minutes);
  const coins = formatCoins(event.price);
  const outcome = say(extensionStates[event.state]);
  return event.automatic
    ? t`Auto-extend by ${minutes} for ${coins}: ${outcome}`
    : t`Extension by ${minutes} for ${coins}: ${outcome}`;
}

function withNote(text: string, note: string | null): string {
  return note ? `${text}. ${sayContract(note)}` : text;
}

const extensionStates = {
  pending: msg`asked of the lab`,
  applied: msg`added`,
  refused: msg`refused, coins back`,
} satisfies Record<ExtensionState, MessageDescriptor>;

const restartWords = {
  pending: msg`Restart begun`,
  done: msg`Restart done`,
  failed: msg`Restart failed`,
} satisfies Record<RestartState, MessageDescriptor>;

const stepStates = {
  running: msg`running`,
  done: msg`done`,
  failed: msg`failed`,
} satisfies Record<ProvisionStepState, MessageDescriptor>;

const chargeStates = {
  held: msg`held`,
  captured: msg`captured`,
  released: msg`released`,
} satisfies Record<ChargeState, MessageDescriptor>;
