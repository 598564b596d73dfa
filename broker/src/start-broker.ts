import type { AddressInfo } from 'node:net';
import { buildApp } from './app.ts';
import type { BrokerContext } from './context.ts';

export interface RunningBroker {
  ctx: BrokerContext;
  /** Where it listens, as dialled from this host. */
  url: string;
  /** Finishes what is in flight (within the configured grace), then closes sockets, loops and the database. */
  stop: () => Promise<void>;
}

/** Builds the app, listens, and runs the background loops. Closes `ctx` when it stops or cannot start. */
export async function startBroker(
  ctx: BrokerContext,
  { loops = true }: { loops?: boolean } = {},
): Promise<RunningBroker> {
  const { listen, port } = ctx.config.http;
  try {
    const app = await buildApp(ctx);
    await app.listen({ host: listen, port }).catch((error: unknown) => {
      throw explainListenError(error, listen, port);
    });
    const { port: bound } = app.server.address() as AddressInfo;
    void loops;
    return {
      ctx,
      url: `http://${listen === '0.0.0.0' || listen === '::' ? '127.0.0.1' : listen}:${bound}`,
      async stop() {
        await app.close();
        await ctx.close();
      },
    };
  } catch (error) {
    await ctx.close();
    throw error;
  }
}

function explainListenError(error: unknown, listen: string, port: number): Error {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  const sentence =
    code === 'EADDRINUSE'
      ? `Port ${port} on ${listen} is used by another program. Stop it, or choose another port with BROKER_PORT (npm start -- --port 8081).`
      : code === 'EACCES'
        ? `Port ${port} may not be used by this user. Choose one above 1023 with BROKER_PORT.`
        : `The broker cannot listen on ${listen}, port ${port}. Check BROKER_LISTEN and BROKER_PORT.`;
  return new Error(sentence, { cause: error });
}
