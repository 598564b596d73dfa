import { randomUUID } from 'node:crypto';
import { EndpointList, Machine, type Endpoint } from '@coinslot/shared/http/machines.ts';
import { Me } from '@coinslot/shared/http/me.ts';
import { ProductList } from '@coinslot/shared/http/products.ts';
import { Wallet } from '@coinslot/shared/http/wallet.ts';
import { describeAnswer, openSession, type Session } from './open-session.ts';
import { waitUntil } from './wait-until.ts';

/** A signed-in person who uses the HTTP API as the dashboard does. */
export type Member = Session & {
  readonly name: string;
  readonly email: string;
  readonly password: string;
  me(): Promise<Me>;
  wallet(): Promise<Wallet>;
  productId(name: string): Promise<string>;
  buy(productName: string): Promise<Machine>;
  machine(id: string): Promise<Machine>;
  endpoint(machineId: string): Promise<Endpoint>;
  waitFor(
    machineId: string,
    description: string,
    reached: (machine: Machine) => boolean,
    timeoutMs?: number,
  ): Promise<Machine>;
};

/** Registers a new account over HTTP. `origin` is the dashboard's address; the name is random when it does not matter. */
export async function registerMember(
  origin: string,
  name = `member-${randomUUID().slice(0, 8)}`,
): Promise<Member> {
  const session = openSession(origin);
  const mailbox = `${name.toLowerCase().replaceAll(' ', '.')}@example.org`;
  const account = { name, email: mailbox, password: randomUUID() };
  const signUp = await session.request('POST', '/api/auth/sign-up/email', account);
  if (signUp.status !== 200) throw new Error(describeAnswer('sign-up', signUp));
  return { ...session, ...account, ...actsOf(session) };
}

function actsOf(session: Session) {
  async function productId(name: string): Promise<string> {
    const { items } = await session.get('/api/v1/products', ProductList);
    const product = items.find((item) => item.name === name);
    if (!product) throw new Error(`no product ${name}: ${items.map((item) => item.name).join(', ')}`);
    return product.id;
  }

  function machine(id: string): Promise<Machine> {
    return session.get(`/api/v1/machines/${id}`, Machine);
  }

  return {
    productId,
    machine,
    me: () => session.get('/api/v1/me', Me),
    wallet: () => session.get('/api/v1/wallet', Wallet),
    async buy(productName: string) {
      const answer = await session.request('POST', '/api/v1/machines', {
        productId: await productId(productName),
      });
      if (answer.status !== 202) throw new Error(describeAnswer('buying', answer));
      return Machine.parse(answer.body);
    },
    async endpoint(machineId: string) {
      const [endpoint] = (await session.get(`/api/v1/machines/${machineId}/endpoints`, EndpointList)).items;
      if (!endpoint) throw new Error('the machine has no endpoint');
      return endpoint;
    },
    async waitFor(
      machineId: string,
      description: string,
      reached: (machine: Machine) => boolean,
      timeoutMs = 60_000,
    ) {
      let seen: Machine | undefined;
      const ask = async () => {
        seen = await machine(machineId);
        return reached(seen) ? seen : null;
      };
      return await waitUntil(description, ask, { timeoutMs, everyMs: 150 }).catch((error: unknown) => {
        throw new Error(`the machine was last seen as ${JSON.stringify(seen)}`, { cause: error });
      });
    },
  };
}
