/** What an admin did, as a sentence without its subject: "Ada Moreno **closed a lab**". */
const actionWords: Readonly<Record<string, string>> = {
  'setup.complete': 'became the first admin',
  'wallet.adjust': 'adjusted a wallet',
  'evidence.read': 'read evidence of a failure',
  'evidence.read_screenshot': 'looked at the picture of a failure',
  'machine.stop': 'stopped a machine',
  'lab_session.write_off': 'wrote a lab session off',
  'worker.create_enrolment_token': 'made a token for a new worker',
  'worker.enrol': 'enrolled a worker',
  'worker.edit': 'changed the labels and slots of a worker',
  'worker.drain': 'drained a worker',
  'worker.resume': 'took a worker back into service',
  'worker.revoke': 'revoked a worker',
  'worker.lock': 'locked a worker',
  'pool.create': 'made a pool',
  'pool.edit': 'changed a pool',
  'pool.delete': 'deleted a pool',
  'product.create': 'made a product',
  'product.edit': 'changed a product',
  'product.archive': 'archived a product',
  'product.restore': 'restored a product',
  'product.delete': 'deleted a product',
  'lab.create': 'made a lab',
  'lab.edit': 'changed a lab',
  'lab.delete': 'deleted a lab',
  'lab.permit': 'confirmed the permission for a lab',
  'lab.withdraw_permission': 'withdrew the permission for a lab',
  'lab.disable': 'switched a lab off',
  'lab.reopen': 'reopened a lab',
  'seat.create': 'made a seat',
  'seat.edit': 'changed a seat',
  'seat.disable': 'disabled a seat',
  'seat.reopen': 'reopened a seat',
  'seat.delete': 'deleted a seat',
};

/** The act in words; one this page does not know yet keeps its name. */
export function describeAction(action: string): string {
  return actionWords[action] ?? action;
}
