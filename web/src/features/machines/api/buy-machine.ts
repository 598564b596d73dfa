import { type BuyMachineRequest, Machine } from '@coinslot/shared/http/machines.ts';
import { request } from '../../../lib/request.ts';

/** Only the id is used: the machine page loads the rest. */
const BoughtMachine = Machine.pick({ id: true });

/** Buys one machine; 402 and 409 say why not. */
export function buyMachine(body: BuyMachineRequest, idempotencyKey: string): Promise<{ id: string }> {
  return request({ method: 'POST', path: '/api/v1/machines', body, idempotencyKey, answer: BoughtMachine });
}
