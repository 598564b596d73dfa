/** Bytes that came and are not whole yet. */
export interface ByteBuffer {
  add: (bytes: Buffer) => void;
  /** What is there, without taking it. */
  peek: () => Buffer;
  /** Takes so many bytes, or all. */
  take: (length?: number) => Buffer;
}

export function createByteBuffer(): ByteBuffer {
  let held: Buffer = Buffer.alloc(0);
  return {
    add(bytes) {
      held = held.length === 0 ? bytes : Buffer.concat([held, bytes]);
    },
    peek: () => held,
    take(length = held.length) {
      const taken = held.subarray(0, length);
      held = held.subarray(length);
      return taken;
    },
  };
}
