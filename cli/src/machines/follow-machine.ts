import { setTimeout as sleep } from 'node:timers/promises';
import { liveFrames } from '@coinslot/shared/live-events/live-frame.ts';
import type { z } from 'zod';
import type { Api } from '../api/create-api.ts';
import { readEvents } from '../api/read-events.ts';
import { isCliError } from '../cli-error.ts';
import { exitCodes } from '../exit-codes.ts';

/** What a machine's stream tells, without the frames that are about the stream itself. */
export type MachineNews = {
  [Name in 'machine' | 'event' | 'log']: { kind: Name; data: z.infer<(typeof liveFrames)[Name]> };
}['machine' | 'event' | 'log'];

const reconnectMs = [300, 1_000, 2_000, 5_000];

/**
 * A machine's state, events and log as they come, each once: a broken connection is opened again after the last one. Ends with the
 * machine, or when the caller leaves. Throws when it may not be watched (any more), and after five tries without an answer.
 */
export async function* followMachine(
  api: Api,
  machineId: string,
  signal: AbortSignal,
): AsyncGenerator<MachineNews> {
  const place: Place = { cursor: null, failed: 0, isFinal: false };
  for (;;) {
    try {
      yield* readOnce(api, machineId, place);
      if (place.isFinal) return;
    } catch (error) {
      signal.throwIfAborted();
      const isPassing = !isCliError(error) || error.exitCode === exitCodes.unavailable;
      if (!isPassing || place.failed >= reconnectMs.length) throw error;
    }
    await sleep(reconnectMs[place.failed] ?? 5_000, undefined, { signal });
    place.failed += 1;
  }
}

/** How far a stream was read, over its connections. */
interface Place {
  cursor: string | null;
  /** Tries since the last event. */
  failed: number;
  isFinal: boolean;
}

async function* readOnce(api: Api, machineId: string, place: Place): AsyncGenerator<MachineNews> {
  const resume = place.cursor === null ? {} : { 'last-event-id': place.cursor };
  const headers = { accept: 'text/event-stream', ...resume };
  const response = await api.open(`/machines/${machineId}/live`, headers);
  for await (const { event, id, data } of readEvents(response)) {
    place.failed = 0;
    if (event === 'end') {
      place.isFinal = liveFrames.end.parse(JSON.parse(data)).reason === 'final';
      return;
    }
    const news = toNews(event, data);
    if (news !== null) yield news;
    if (id !== '') place.cursor = id;
  }
}

// A frame that this version does not know says nothing to it.
function toNews(event: string, data: string): MachineNews | null {
  switch (event) {
    case 'machine':
      return { kind: 'machine', data: liveFrames.machine.parse(JSON.parse(data)) };
    case 'event':
      return { kind: 'event', data: liveFrames.event.parse(JSON.parse(data)) };
    case 'log':
      return { kind: 'log', data: liveFrames.log.parse(JSON.parse(data)) };
    default:
      return null;
  }
}
