import { Lab } from '@coinslot/shared/http/admin-labs.ts';
import { PoolList } from '@coinslot/shared/http/admin-pools.ts';
import type { JupyterHub } from '../../worker/src/testing/jupyter-hub.ts';
import type { Member } from './member.ts';
import { describeAnswer, type Answer } from './open-session.ts';

/** Records a JupyterHub with one seat and a product of it in the first pool, as an admin does on the pages. */
export async function addHubLab(
  admin: Member,
  { hub, username, product }: { hub: JupyterHub; username: string; product: string },
): Promise<void> {
  const send = async (method: string, path: string, body: unknown): Promise<Answer> => {
    const answer = await admin.request(method, `/api/v1/admin${path}`, body);
    if (answer.status >= 300) throw new Error(describeAnswer(`${method} ${path}`, answer));
    return answer;
  };
  const draft = {
    name: 'Campus hub',
    recipe: 'jupyter',
    baseUrl: hub.url,
    listLagMs: 1000,
    tunnel: 'gateway',
  };
  const lab = Lab.parse((await send('POST', '/labs', draft)).body);
  const permission = { kind: 'own_installation', note: 'A hub of the tests.' };
  await send('PUT', `/labs/${lab.id}/permission`, { revision: lab.revision, permission });
  await send('POST', `/labs/${lab.id}/seats`, { username, password: hub.password });
  const pools = await admin.get('/api/v1/admin/pools', PoolList);
  await send('POST', '/products', {
    name: product,
    poolId: pools.items[0]?.id,
    labId: lab.id,
    template: 'default',
    durationMinutes: 30,
    price: 10,
    attributes: { size: 's' },
    onSale: true,
  });
}
