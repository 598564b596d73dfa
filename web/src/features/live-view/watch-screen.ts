import { ScreenDown } from '@coinslot/shared/http/admin-live-view.ts';
import type { ScreenControl, StreamFault } from '@coinslot/shared/worker-messages/stream.ts';
import { type StreamStatus, watchStream } from '../../lib/streams/watch-stream.ts';

export type ScreenFrame = Extract<ScreenControl, { type: 'frame' }>;

export type ScreenWatch = {
  machineId: string;
  /** A picture (JPEG); `drawn` must be called when it was shown, else no more than one other comes. */
  onPicture: (frame: ScreenFrame, jpeg: Blob, drawn: () => void) => void;
  /** No page of the lab is open now; one that opens is shown by itself. */
  onNoPage: () => void;
  onFault: (fault: StreamFault) => void;
  /** Whether the recipe stands still: only then the page can be taken. */
  onStill: (isStill: boolean) => void;
  /** Whether this look has the page in hand. */
  onHand: (mine: boolean) => void;
  onStatus: (status: StreamStatus) => void;
};

export type ScreenLine = { send: (control: ScreenControl) => void; close: () => void };

/** The line to what a worker sees of the lab's page. */
export function watchScreen(watch: ScreenWatch): ScreenLine {
  let announced: ScreenFrame | null = null;
  const path = `/api/v1/admin/machines/${encodeURIComponent(watch.machineId)}/screen`;

  const stream = watchStream({
    path: () => path,
    onStatus: (status) => {
      announced = null;
      // With the line the page is given back.
      watch.onHand(false);
      watch.onStill(false);
      watch.onStatus(status);
    },
    onText: (text) => {
      const control = ScreenDown.safeParse(text);
      if (!control.success) return;
      if (control.data.type === 'frame') announced = control.data;
      else if (control.data.type === 'no_page') watch.onNoPage();
      else if (control.data.type === 'fault') watch.onFault(control.data.fault);
      else if (control.data.type === 'still') watch.onStill(control.data.isStill);
      else if (control.data.type === 'hand') watch.onHand(control.data.mine);
    },
    onBytes: (bytes) => {
      if (!announced) return;
      const frame = announced;
      announced = null;
      watch.onPicture(frame, new Blob([bytes.slice()], { type: 'image/jpeg' }), () =>
        send({ type: 'drawn', n: frame.n }),
      );
    },
  });

  function send(control: ScreenControl): void {
    stream.send(JSON.stringify(control));
  }

  return { send, close: stream.close };
}
