/** A private key as it may turn up in a log, which is masked line by line: only what is that key's alone, and no short rest. */
export function linesOfKey(privateKey: string): string[] {
  return privateKey.split('\n').filter((line) => line.length >= shortestLine && !line.startsWith('-----'));
}

const shortestLine = 16;
