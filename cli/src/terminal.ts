import { createInterface } from 'node:readline/promises';

/** Where words go and come from. Results are `out`, everything else (progress, questions, errors) is `err`. */
export interface Terminal {
  out: (text: string) => void;
  err: (text: string) => void;
  /** Results go to a person's screen, so colours and shortened texts make sense. */
  isScreen: boolean;
  /** Somebody can answer. */
  canAsk: boolean;
  hasColor: boolean;
  /** One line that the person typed. */
  ask: (question: string) => Promise<string>;
  /** Bytes as they are, for what is carried and not read. */
  bytes: { input: NodeJS.ReadableStream; output: NodeJS.WritableStream };
  /** Aborted when the person gives up (Ctrl-C). */
  signal: AbortSignal;
}

/** The terminal of this process. */
export function openTerminal(
  { stdin, stdout, stderr }: Pick<NodeJS.Process, 'stdin' | 'stdout' | 'stderr'>,
  { noColor, signal }: { noColor: boolean; signal: AbortSignal },
): Terminal {
  return {
    out: (text) => void stdout.write(text),
    err: (text) => void stderr.write(text),
    isScreen: stdout.isTTY,
    canAsk: stdin.isTTY && stderr.isTTY,
    hasColor: stdout.isTTY && !noColor,
    async ask(question) {
      const lines = createInterface({ input: stdin, output: stderr });
      try {
        return await lines.question(question, { signal });
      } finally {
        lines.close();
      }
    },
    bytes: { input: stdin, output: stdout },
    signal,
  };
}
