import type { BrokerApp } from './broker-app.ts';
import { fail } from './errors.ts';

/** A restart takes about as long. */
const retryAfterSeconds = 3;

/**
 * What still comes while this broker stops is told to come again, in our own words: nothing of it was begun, so a page repeats it by
 * itself. What was begun is finished.
 */
export function refuseWhileClosing(app: BrokerApp): void {
  let isClosing = false;
  // The first of these hooks that does anything: the others say goodbye to sockets, which takes its time.
  app.addHook('preClose', (done) => {
    isClosing = true;
    done();
  });
  app.addHook('onRequest', (_request, _reply, done) => {
    if (isClosing) done(fail('unavailable', { retryAfterSeconds }));
    else done();
  });
}
