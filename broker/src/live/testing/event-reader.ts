import { request } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { createFrameLog, type FrameReader, type ReadFrame } from './read-frames.ts';

/** A page's EventSource, over a real socket, for tests. */
export async function readEventStream(
  url: string,
  headers: Record<string, string>,
  { socketPath }: { socketPath?: string } = {},
): Promise<FrameReader> {
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    const options = { headers, agent: false, ...(socketPath === undefined ? {} : { socketPath }) };
    request(url, options, resolve).on('error', reject).end();
  });
  const log = createFrameLog();
  let rest = '';
  response.setEncoding('utf8');
  response.on('error', () => undefined);
  response.on('data', (text: string) => {
    const blocks = `${rest}${text}`.split('\n\n');
    rest = blocks.pop() ?? '';
    for (const block of blocks) {
      const frame = toFrame(block);
      if (frame) log.add(frame);
    }
  });
  response.on('close', () => log.end());
  return {
    status: response.statusCode ?? 0,
    frames: log.frames,
    closeCode: null,
    until: log.until,
    ended: log.ended,
    pause: () => response.pause(),
    resume: () => response.resume(),
    cut: () => response.destroy(),
  };
}

function toFrame(block: string): ReadFrame | null {
  const fields = new Map(
    block.split('\n').map((line) => {
      const colon = line.indexOf(': ');
      return [line.slice(0, colon), line.slice(colon + 2)] as const;
    }),
  );
  const event = fields.get('event');
  if (event === undefined) return null;
  return { event, id: fields.get('id') ?? '', data: JSON.parse(fields.get('data') ?? 'null') };
}
