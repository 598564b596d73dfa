import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { askEdge } from './ask-edge.ts';
import type { EdgeVisit } from './edge-words.ts';

type Settings = { ingress?: { service: string }[] };
const againMs = 100;

/** `tunnel … run --token-file F`, or `tunnel … --url U` for a quick one. Holds one connection to the edge. */
export async function runTunnel(edge: string, words: string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args: words,
    allowPositionals: true,
    options: {
      config: { type: 'string' },
      'no-autoupdate': { type: 'boolean' },
      metrics: { type: 'string' },
      'token-file': { type: 'string' },
      url: { type: 'string' },
    },
  });
  const settings = JSON.parse(readFileSync(values.config ?? '', 'utf8')) as Settings;
  const isQuick = positionals[0] !== 'run';
  const origin = isQuick ? values.url : settings.ingress?.[0]?.service;
  const token = isQuick ? await askForName(edge) : readFileSync(values['token-file'] ?? '', 'utf8').trim();
  let isConnected = false;

  const metrics = createServer((request, response) => {
    if (request.url !== '/ready')
      return void response.end(`cloudflared_tunnel_ha_connections ${isConnected ? 1 : 0}\n`);
    const status = isConnected ? 200 : 503;
    response.statusCode = status;
    response.end(JSON.stringify({ status, readyConnections: isConnected ? 1 : 0 }));
  });
  metrics.listen(0, '127.0.0.1', () => {
    const bound = metrics.address();
    if (bound !== null && typeof bound !== 'string')
      say(`INF Starting metrics server on 127.0.0.1:${bound.port}/metrics`);
  });

  for (;;) {
    const { socket, answer } = await askEdge(edge, { role: 'connector', token });
    if (socket !== null && 'ok' in answer) {
      isConnected = true;
      say(
        'INF Registered tunnel connection connIndex=0 connection=5c94b68c-6732-40c1-9b49-9f8f6c23521d event=0 ip=198.41.192.67 location=las01 protocol=quic',
      );
      await serve(edge, socket, origin ?? 'ssh://127.0.0.1:1');
      isConnected = false;
      say('INF Unregistered tunnel connection connIndex=0 event=0 ip=198.41.192.67');
    } else if (socket !== null && 'error' in answer) {
      // A token that is not valid is final for the real one, too.
      say(
        `ERR Register tunnel error from server side error="${answer.error}" connIndex=0 event=0 ip=198.41.192.67`,
      );
      process.exit(1);
    } else
      say(
        'ERR Unable to establish connection with Cloudflare edge error="dial tcp: connection refused" connIndex=0',
      );
    await sleep(againMs);
  }
}

async function serve(edge: string, socket: Socket, origin: string): Promise<void> {
  const { hostname, port } = new URL(origin);
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  createInterface({ input: socket }).on('line', (line) => {
    const { open } = JSON.parse(line) as EdgeVisit;
    void carry(edge, open, connect(Number(port), hostname));
  });
  await closed;
}

async function carry(edge: string, id: string, origin: Socket): Promise<void> {
  const [host = '', port = ''] = edge.split(':');
  const stream = connect(Number(port), host);
  stream.write(`${JSON.stringify({ role: 'stream', id })}\n`);
  origin.on('error', (error) => {
    say(
      `ERR  error="${error.message}" connIndex=0 event=1 ingressRule=0 originService=ssh://${origin.remoteAddress ?? ''}`,
    );
  });
  stream.on('error', () => origin.destroy());
  // Not destroyed: the edge is to hear whose stream this was.
  origin.on('close', () => stream.end());
  stream.on('close', () => origin.destroy());
  stream.pipe(origin).pipe(stream);
}

async function askForName(edge: string): Promise<string> {
  say('INF Requesting new quick Tunnel on trycloudflare.com...');
  const { answer } = await askEdge(edge, { role: 'quick' });
  if (!('hostname' in answer)) {
    say(
      'ERR Error unmarshaling QuickTunnel response: error code: 1015 error="invalid character" status_code="429 Too Many Requests"',
    );
    process.exit(1);
  }
  const url = `https://${answer.hostname}`;
  const edgeLine = `+${'-'.repeat(90)}+`;
  for (const line of [
    edgeLine,
    '|  Your quick Tunnel has been created! Visit it at (it may take some time to be reachable):  |',
    `|  ${url.padEnd(86)}  |`,
    edgeLine,
  ])
    say(`INF ${line}`);
  return answer.token;
}

function say(text: string): void {
  process.stderr.write(`${new Date().toISOString()} ${text}\n`);
}
