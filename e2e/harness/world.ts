import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { z } from "zod";
import { registerMember, type Member } from "./member.ts";
import { runProductCommand, startProductProcess, type ProductProcess } from "./product-process.ts";

const pool = "default";
const labAccounts = ["seat-a", "seat-b"] as const;

export type WorldOptions = {
  brokerEnv?: Record<string, string>;
  workerEnv?: Record<string, string>;
  labEnv?: Record<string, string>;
  /** Slots of the one worker, and machines at once on each of the two lab accounts. */
  capacity?: number;
};

/** The whole product as real processes on a data folder of its own: embedded Postgres, broker, bundled lab, one worker. */
export type World = {
  readonly origin: string;
  readonly dataDir: string;
  broker: ProductProcess;
  lab: ProductProcess;
  worker: ProductProcess;
  startBroker(): Promise<void>;
  startWorker(): Promise<void>;
  /** The operator's command, e.g. `coinslot("ledger", "verify")`; throws when it exits non-zero. */
  coinslot(...args: string[]): Promise<string>;
  register(): Promise<Member>;
  registerAdmin(): Promise<Member>;
  /** Tells the bundled lab to misbehave (null: to behave again). */
  setLabSwitches(switches: Record<string, unknown> | null): Promise<void>;
  /** Rows of the product's own database, for looking only. */
  query<Row extends pg.QueryResultRow>(sql: string, values?: unknown[]): Promise<Row[]>;
  stop(): Promise<void>;
};

/** Starts a world; `stop()` ends it in order and removes its folder. */
export async function startWorld(options: WorldOptions = {}): Promise<World> {
  const dataDir = await mkdtemp(join(tmpdir(), "coinslot-e2e-"));
  const [brokerPort, labPort, sshFirst] = [await freePort(), await freePort(), await freePortRange(20)];
  const origin = `http://localhost:${brokerPort}`;
  const operatorToken = randomBytes(24).toString("base64url");
  const brokerEnv = {
    COINSLOT_DATA_DIR: dataDir,
    BROKER_PORT: String(brokerPort),
    BROKER_LISTEN: "127.0.0.1",
    BROKER_PUBLIC_URL: origin,
    ...options.brokerEnv,
  };
  const labEnv = {
    LAB_PORT: String(labPort),
    LAB_DATA_DIR: join(dataDir, "lab"),
    LAB_SSH_PORT_FIRST: String(sshFirst),
    LAB_SSH_PORT_LAST: String(sshFirst + 19),
    LAB_OPERATOR_TOKEN: operatorToken,
    ...options.labEnv,
  };
  const capacity = options.capacity ?? 2;

  const startBroker = () =>
    startProductProcess({ file: "broker/src/main.ts", env: brokerEnv, readyMessage: "broker is listening" });
  const coinslot = (args: readonly string[], input = "") =>
    runProductCommand("broker/src/cli.ts", args, brokerEnv, input);

  const [broker, lab] = await Promise.all([
    startBroker(),
    startProductProcess({ file: "lab/src/main.ts", env: labEnv, readyMessage: "lab is listening" }),
  ]);
  const labUrl = `http://lab.localhost:${labPort}`;
  await addSeats(labEnv, labUrl, capacity, coinslot);
  const enrolled = z
    .object({ token: z.string() })
    .parse(JSON.parse(await coinslot(["worker", "enrol", "--pool", pool, "--name", "worker-1", "--capacity", String(capacity), "--json"])));
  const startWorker = () =>
    startProductProcess({
      file: "worker/src/main.ts",
      env: {
        WORKER_BROKER_URL: `ws://127.0.0.1:${brokerPort}/worker/v1`,
        WORKER_DATA_DIR: join(dataDir, "worker-1"),
        COINSLOT_ENROLMENT_TOKEN: enrolled.token,
        ...options.workerEnv,
      },
      readyMessage: "worker is connected",
    });

  const world: World = {
    origin,
    dataDir,
    broker,
    lab,
    worker: await startWorker(),
    startBroker: async () => void (world.broker = await startBroker()),
    startWorker: async () => void (world.worker = await startWorker()),
    coinslot: (...args) => coinslot(args),
    register: () => registerMember(origin),
    async registerAdmin() {
      const admin = await registerMember(origin);
      const { code } = z.object({ code: z.string() }).parse(JSON.parse(await coinslot(["setup", "code", "--json"])));
      const answer = await admin.request("POST", "/api/v1/setup", { code });
      if (answer.status >= 300) throw new Error(`setup answered ${answer.status}: ${JSON.stringify(answer.body)}`);
      return admin;
    },
    async setLabSwitches(switches) {
      const response = await fetch(`http://127.0.0.1:${labPort}/operator/switches`, {
        method: switches ? "PUT" : "DELETE",
        headers: { authorization: `Bearer ${operatorToken}`, ...(switches ? { "content-type": "application/json" } : {}) },
        ...(switches ? { body: JSON.stringify(switches) } : {}),
      });
      if (!response.ok) throw new Error(`switches answered ${response.status}: ${await response.text()}`);
    },
    async query<Row extends pg.QueryResultRow>(sql: string, values: unknown[] = []) {
      const url = z.object({ url: z.string() }).parse(JSON.parse(await coinslot(["db", "url", "--json"]))).url;
      const client = new pg.Client({ connectionString: url });
      await client.connect();
      try {
        return (await client.query<Row>(sql, values)).rows;
      } finally {
        await client.end();
      }
    },
    async stop() {
      for (const one of [world.worker, world.lab, world.broker]) {
        one.signal("SIGTERM");
        await one.exited;
      }
      await rm(dataDir, { recursive: true, force: true });
    },
  };
  return world;
}

async function addSeats(
  labEnv: Record<string, string>,
  labUrl: string,
  machinesAtOnce: number,
  coinslot: (args: readonly string[], input?: string) => Promise<string>,
): Promise<void> {
  const seats = [];
  for (const username of labAccounts) {
    const password = randomBytes(18).toString("base64url");
    await runProductCommand("lab/src/account.ts", ["add", username, "--machines", String(machinesAtOnce)], labEnv, password);
    seats.push({ username, password, maxConcurrent: machinesAtOnce });
  }
  await coinslot(["lab", "add-bundled", "--url", labUrl], JSON.stringify({ seats }));
}

/** A port that is free now, below the range that outgoing connections use. */
async function freePort(): Promise<number> {
  return freePortRange(1);
}

async function freePortRange(length: number): Promise<number> {
  for (let tries = 0; tries < 100; tries++) {
    const first = 10_000 + Math.floor(Math.random() * (22_000 - length));
    const free = await Promise.all(Array.from({ length }, (_, index) => isFree(first + index)));
    if (free.every(Boolean)) return first;
  }
  throw new Error("no free ports found");
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
}
