import { randomUUID } from "node:crypto";
import { EndpointList, Machine, MachinePage, type Endpoint } from "@coinslot/shared/http/machines.ts";
import { Me } from "@coinslot/shared/http/me.ts";
import { ProductList } from "@coinslot/shared/http/products.ts";
import { Wallet } from "@coinslot/shared/http/wallet.ts";
import { waitUntil } from "./wait-until.ts";

export type Answer = { status: number; body: unknown };

/** A signed-in person who uses the HTTP API as the dashboard does: cookie, Origin, Idempotency-Key. */
export type Member = {
  readonly name: string;
  readonly email: string;
  readonly password: string;
  request(method: string, path: string, body?: unknown, key?: string): Promise<Answer>;
  me(): Promise<Me>;
  wallet(): Promise<Wallet>;
  productId(name: string): Promise<string>;
  buy(productName: string): Promise<Machine>;
  machine(id: string): Promise<Machine>;
  machines(): Promise<Machine[]>;
  endpoint(machineId: string): Promise<Endpoint>;
  waitFor(machineId: string, description: string, reached: (machine: Machine) => boolean, timeoutMs?: number): Promise<Machine>;
};

/** Registers a new account over HTTP. `origin` is the dashboard's address. */
export async function registerMember(origin: string): Promise<Member> {
  const name = `member-${randomUUID().slice(0, 8)}`;
  const email = `${name}@example.org`;
  const password = randomUUID();
  let cookie = "";

  async function request(method: string, path: string, body?: unknown, key: string = randomUUID()): Promise<Answer> {
    const response = await fetch(new URL(path, origin), {
      method,
      headers: {
        origin,
        ...(cookie ? { cookie } : {}),
        ...(body === undefined ? {} : { "content-type": "application/json" }),
        ...(method === "GET" ? {} : { "idempotency-key": key }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(30_000),
    });
    const cookies = response.headers.getSetCookie().map((line) => line.split(";")[0]);
    if (cookies.length > 0) cookie = cookies.join("; ");
    const text = await response.text();
    const json = response.headers.get("content-type")?.includes("json") ?? false;
    return { status: response.status, body: json && text ? (JSON.parse(text) as unknown) : text };
  }

  async function get<Value>(path: string, schema: { parse(value: unknown): Value }): Promise<Value> {
    const answer = await request("GET", path);
    if (answer.status !== 200) throw new Error(`GET ${path} answered ${answer.status}: ${JSON.stringify(answer.body)}`);
    return schema.parse(answer.body);
  }

  const signUp = await request("POST", "/api/auth/sign-up/email", { name, email, password });
  if (signUp.status !== 200) throw new Error(`sign-up answered ${signUp.status}: ${JSON.stringify(signUp.body)}`);

  const member: Member = {
    name,
    email,
    password,
    request,
    me: () => get("/api/v1/me", Me),
    wallet: () => get("/api/v1/wallet", Wallet),
    async productId(productName) {
      const { items } = await get("/api/v1/products", ProductList);
      const product = items.find((item) => item.name === productName);
      if (!product) throw new Error(`no product ${productName}: ${items.map((item) => item.name).join(", ")}`);
      return product.id;
    },
    async buy(productName) {
      const answer = await request("POST", "/api/v1/machines", { productId: await member.productId(productName) });
      if (answer.status !== 202) throw new Error(`buying answered ${answer.status}: ${JSON.stringify(answer.body)}`);
      return Machine.parse(answer.body);
    },
    machine: (id) => get(`/api/v1/machines/${id}`, Machine),
    machines: async () => (await get("/api/v1/machines?limit=100", MachinePage)).items,
    async endpoint(machineId) {
      const [endpoint] = (await get(`/api/v1/machines/${machineId}/endpoints`, EndpointList)).items;
      if (!endpoint) throw new Error("the machine has no endpoint");
      return endpoint;
    },
    waitFor: (machineId, description, reached, timeoutMs = 60_000) =>
      waitUntil(
        description,
        async () => {
          const machine = await member.machine(machineId);
          return reached(machine) ? machine : null;
        },
        { timeoutMs },
      ).catch(async (error: unknown) => {
        const now = await member.machine(machineId).catch(() => null);
        throw new Error(`${String(error)}; it is now ${JSON.stringify(now)}`, { cause: error });
      }),
  };
  return member;
}
