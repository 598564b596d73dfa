/** One event of a stream of Server-Sent Events. */
export interface StreamEvent {
  event: string;
  id: string;
  data: string;
}

/** The events of an answer, as they come. Ends when the server ends it; throws when the connection breaks. */
export async function* readEvents(response: Response): AsyncGenerator<StreamEvent> {
  if (response.body === null) return;
  const decoder = new TextDecoder();
  let rest = '';
  for await (const bytes of response.body) {
    const blocks = `${rest}${decoder.decode(bytes, { stream: true })}`.split('\n\n');
    rest = blocks.pop() ?? '';
    for (const block of blocks) {
      const event = toEvent(block);
      if (event !== null) yield event;
    }
  }
}

// A block without data is a comment that keeps the connection alive.
function toEvent(block: string): StreamEvent | null {
  const found: StreamEvent = { event: 'message', id: '', data: '' };
  const data: string[] = [];
  for (const line of block.split('\n')) {
    const colon = line.indexOf(':');
    if (colon <= 0) continue;
    const value = line.slice(colon + 1).replace(/^ /, '');
    const field = line.slice(0, colon);
    if (field === 'data') data.push(value);
    else if (field === 'event' || field === 'id') found[field] = value;
  }
  return data.length === 0 ? null : { ...found, data: data.join('\n') };
}
