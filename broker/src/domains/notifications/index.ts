export { notify, notifyEach, type Told } from './notify.ts';
export { withdraw } from './withdraw.ts';
