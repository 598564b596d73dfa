import type { Machine } from '@coinslot/shared/http/machines.ts';
import { liveFrames } from '@coinslot/shared/live-events/live-frame.ts';
import type { LogChunk } from '@coinslot/shared/live-events/log-line.ts';
import type { MachineEvent } from '@coinslot/shared/live-events/machine-event.ts';
import { type LiveStatus, watchLive } from '../../../lib/live/watch-live.ts';

export type LiveHandlers = {
  onStatus: (status: LiveStatus) => void;
  onMachine: (machine: Machine) => void;
  onEvent: (event: MachineEvent) => void;
  onLog: (chunks: readonly LogChunk[]) => void;
  onSignedOut: () => void;
  /** Called at once and every 5 s while no stream works. */
  onPoll: () => void;
};

const { machine, event, log } = liveFrames;

/** Watches one machine with its events and its log until the returned function is called. */
export function watchMachine(id: string, handlers: LiveHandlers): () => void {
  return watchLive({
    path: `/api/v1/machines/${encodeURIComponent(id)}/live`,
    hasEventStream: true,
    frames: { machine, event, log },
    take: {
      machine: handlers.onMachine,
      event: handlers.onEvent,
      log: (frame) => handlers.onLog(frame.chunks),
    },
    onStatus: handlers.onStatus,
    onSignedOut: handlers.onSignedOut,
    onPoll: handlers.onPoll,
  });
}
