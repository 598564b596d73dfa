import type { ScreenControl, StreamFault } from '@coinslot/shared/worker-messages/stream.ts';
import { useEffect, useRef, useState } from 'react';
import type { StreamStatus } from '../../lib/streams/watch-stream.ts';
import { type ScreenFrame, type ScreenLine, watchScreen } from './watch-screen.ts';

type ScreenState = {
  status: StreamStatus;
  /** What the last picture shows; null while no page is open. */
  frame: ScreenFrame | null;
  fault: StreamFault | null;
  /** This look, and no other one, may click and type. */
  hasIt: boolean;
  /** The recipe stands still, so that the page can be taken. */
  isStill: boolean;
};

const nothingYet: ScreenState = {
  status: 'connecting',
  frame: null,
  fault: null,
  hasIt: false,
  isStill: false,
};

/** Draws what the worker sees of the lab's page into `canvas`, for the life of the component. */
export function useScreen(machineId: string) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const line = useRef<ScreenLine>(null);
  const [state, setState] = useState<ScreenState>(nothingYet);

  useEffect(() => {
    const change = (changes: Partial<ScreenState>) => setState((now) => ({ ...now, ...changes }));
    const opened = watchScreen({
      machineId,
      onPicture: (frame, jpeg, drawn) => {
        change({ frame, fault: null });
        void draw(canvas.current, jpeg).finally(drawn);
      },
      onNoPage: () => change({ frame: null }),
      onFault: (fault) => change({ fault }),
      onStill: (isStill) => change({ isStill }),
      onHand: (hasIt) => change({ hasIt }),
      onStatus: (status) => change({ status }),
    });
    line.current = opened;
    return () => {
      line.current = null;
      opened.close();
    };
  }, [machineId]);

  return { canvas, state, send: (control: ScreenControl) => line.current?.send(control) };
}

/** A picture that cannot be read is passed over: the next one comes at once. */
async function draw(canvas: HTMLCanvasElement | null, jpeg: Blob): Promise<void> {
  const picture = await createImageBitmap(jpeg).catch(() => null);
  if (!canvas || !picture) return;
  if (canvas.width !== picture.width || canvas.height !== picture.height) {
    canvas.width = picture.width;
    canvas.height = picture.height;
  }
  canvas.getContext('2d')?.drawImage(picture, 0, 0);
  picture.close();
}
