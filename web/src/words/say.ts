import type { MessageDescriptor } from '@lingui/core';
import { i18n } from './i18n.ts';

/** Says a message that a table of the code keeps (`msg`) in the language of now. */
export function say(message: MessageDescriptor): string {
  return i18n._(message);
}

/**
 * Says a sentence of the contracts, as the broker sends them or `shared` keeps them: translated when the catalogue has
 * exactly this sentence, else as it came.
 */
export function sayContract(sentence: string): string {
  return Object.hasOwn(i18n.messages, sentence) ? i18n._(sentence) : sentence;
}
