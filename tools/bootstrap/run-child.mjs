import os from 'node:os';

const forwarded = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT', 'SIGUSR2'];

// npm hands a signal over that the terminal has sent to us already: two copies within milliseconds are one act.
const sameActMs = 300;

/**
 * Hands every signal to the child once and answers the exit code to end with: the child's own, or 128 + n when
 * signal n ended it. What the child left in its process group is ended too.
 *
 * @param {import('node:child_process').ChildProcess} child
 * @returns {Promise<number>}
 */
export function runChild(child) {
  const lastSentAt = new Map();
  const handOver = (signal) => {
    const now = Date.now();
    if (now - (lastSentAt.get(signal) ?? 0) < sameActMs) return;
    lastSentAt.set(signal, now);
    child.kill(signal);
  };
  for (const signal of forwarded) process.on(signal, handOver);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      for (const forwardedSignal of forwarded) process.off(forwardedSignal, handOver);
      endGroup(child.pid);
      resolve(code ?? 128 + os.constants.signals[signal]);
    });
  });
}

function endGroup(pid) {
  try {
    process.kill(-pid, 'SIGTERM');
  } catch {
    // Nobody left in the group: the usual case.
  }
}
