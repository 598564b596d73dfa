import type { AddressInfo, Socket } from 'node:net';
import { buildApp } from './app.ts';
import type { BrokerContext } from './context.ts';
import type { BrokerApp } from './http/broker-app.ts';
import { type RunningLoops, startLoops } from './loops/start-loops.ts';

export interface RunningBroker {
  ctx: BrokerContext;
  /** Where it listens, as dialled from this host. */
  url: string;
  /** Ends the loops, tells the sockets to come back later, finishes what is in flight within the grace, closes the database. */
  stop: () => Promise<void>;
}

/** Builds the app, runs the background loops, listens. Closes `ctx` when it stops or cannot start. */
export async function startBroker(
  ctx: BrokerContext,
  { loops: withLoops = true }: { loops?: boolean } = {},
): Promise<RunningBroker> {
  let loops: RunningLoops | undefined;
  try {
    const app = await buildApp(ctx, { readLoops: () => loops?.health() ?? {} });
    const cutAll = keepConnections(app);
    const url = await listen(app, ctx);
    if (withLoops) loops = startLoops(ctx);
    return {
      ctx,
      url,
      async stop() {
        await loops?.stop();
        await closeWithin(app, ctx.config.http.shutdownGraceMs, cutAll);
        await ctx.close();
      },
    };
  } catch (error) {
    await loops?.stop();
    await ctx.close();
    throw error;
  }
}

async function listen(app: BrokerApp, { config }: BrokerContext): Promise<string> {
  const { listen: host, port } = config.http;
  try {
    await app.listen({ host, port });
  } catch (error) {
    await app.close();
    throw explainListenError(error, host, port);
  }
  const { port: bound } = app.server.address() as AddressInfo;
  return `http://${host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host}:${bound}`;
}

// Closing waits for answers in flight, and for whatever else is open; what hangs is cut off at the end of the grace.
async function closeWithin(app: BrokerApp, graceMs: number, cutAll: () => void): Promise<void> {
  const cut = setTimeout(cutAll, graceMs);
  try {
    await app.close();
  } finally {
    clearTimeout(cut);
  }
}

/** Answers how to cut all. Node's own list has no connection that was, or wanted to be, upgraded. */
function keepConnections(app: BrokerApp): () => void {
  const open = new Set<Socket>();
  app.server.on('connection', (socket: Socket) => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
  });
  return () => {
    for (const socket of open) socket.destroy();
  };
}

function explainListenError(error: unknown, host: string, port: number): Error {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  const sentence =
    code === 'EADDRINUSE'
      ? `Port ${port} on ${host} is used by another program. Stop it, or choose another port with BROKER_PORT (npm start -- --port 8081).`
      : code === 'EACCES'
        ? `Port ${port} may not be used by this user. Choose one above 1023 with BROKER_PORT.`
        : `The broker cannot listen on ${host}, port ${port}. Check BROKER_LISTEN and BROKER_PORT.`;
  return new Error(sentence, { cause: error });
}
