import type { Machine } from '@coinslot/shared/http/machines.ts';
import type { MachineEvent } from '@coinslot/shared/live-events/machine-event.ts';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { LiveStatus } from '../../../lib/live/watch-live.ts';
import { meKey } from '../../accounts/api/get-me.ts';
import { walletKey } from '../../wallet/api/get-wallet.ts';
import { getEvents } from '../api/get-events.ts';
import { getLogPage } from '../api/get-log-page.ts';
import { endpointsKey, machineKey, machineListKey } from '../api/keys.ts';
import { type LogBuffer, createLogBuffer } from '../log/log-buffer.ts';
import { watchMachine } from './watch-machine.ts';

export type LiveMachine = { status: LiveStatus; events: readonly MachineEvent[]; log: LogBuffer };

/**
 * Keeps one machine's page up to date: the machine in the query cache, its events and its log. The component that uses
 * it is keyed by the machine, so events and log never mix.
 */
export function useLiveMachine(id: string): LiveMachine {
  const client = useQueryClient();
  const [status, setStatus] = useState<LiveStatus>('connecting');
  const [events, setEvents] = useState<readonly MachineEvent[]>([]);
  const [log] = useState(createLogBuffer);

  useEffect(() => {
    let lastMoney = '';
    let lastEntrance = '';
    return watchMachine(id, {
      onStatus: setStatus,
      onMachine: (machine) => {
        client.setQueryData(machineKey(id), machine);
        const money = moneyOf(machine);
        if (lastMoney !== '' && lastMoney !== money) {
          for (const queryKey of [meKey, walletKey, machineListKey('active'), machineListKey('ended')]) {
            void client.invalidateQueries({ queryKey });
          }
        }
        if (lastEntrance !== '' && lastEntrance !== entranceOf(machine)) {
          void client.invalidateQueries({ queryKey: endpointsKey(id) });
        }
        lastMoney = money;
        lastEntrance = entranceOf(machine);
      },
      onEvent: (event) => setEvents((known) => withEvent(known, event)),
      onLog: log.append,
      onSignedOut: () => void client.invalidateQueries({ queryKey: meKey }),
      onPoll: () => {
        void client.invalidateQueries({ queryKey: machineKey(id) });
        getLogPage(id, log.position())
          .then((page) => log.append(page.items))
          .catch(() => undefined);
        getEvents(id)
          .then((page) => setEvents((known) => page.items.reduce(withEvent, known)))
          .catch(() => undefined);
      },
    });
  }, [id, client, log]);

  return { status, events, log };
}

/** Changes whenever coins or lists may have changed. */
function moneyOf({ state, charge, extension }: Machine): string {
  return JSON.stringify([state, charge, extension?.pending]);
}

/** Changes when the way in may be another one: also when a machine comes back after its restart was called failed. */
function entranceOf({ state, restart, health }: Machine): string {
  return JSON.stringify([state, restart.pendingSince, health?.degradedSince]);
}

function withEvent(known: readonly MachineEvent[], event: MachineEvent): readonly MachineEvent[] {
  return known.some((other) => other.n === event.n) ? known : [...known, event].toSorted((a, b) => a.n - b.n);
}
