import { closeSync, existsSync, fstatSync, openSync, renameSync, writeSync } from 'node:fs';
import path from 'node:path';

const kept = 3;
const biggestBytes = 64 * 1024 * 1024;

export interface LogFile {
  file: string;
  write: (line: string) => void;
  close: () => void;
}

/** Opens `<name>.log` anew (0600); the last two of before become `<name>.1.log` and `<name>.2.log`. */
export function openLogFile(folder: string, name: string): LogFile {
  const numbered = (index: number) => path.join(folder, index === 0 ? `${name}.log` : `${name}.${index}.log`);
  let descriptor = rotate();
  let size = 0;
  return {
    file: numbered(0),
    write(line) {
      size += writeSync(descriptor, `${line}\n`);
      if (size < biggestBytes) return;
      closeSync(descriptor);
      descriptor = rotate();
      size = fstatSync(descriptor).size;
    },
    close: () => closeSync(descriptor),
  };

  function rotate(): number {
    for (let index = kept - 1; index > 0; index -= 1) {
      if (existsSync(numbered(index - 1))) renameSync(numbered(index - 1), numbered(index));
    }
    return openSync(numbered(0), 'a', 0o600);
  }
}
