import type { SecretRegistry } from './secret-registry.ts';

const mask = '***';
/** What is left of the text may still grow into a secret. */
const partial = Symbol('partial');

/** Replaces known secrets in a stream of text, also where a secret is cut by a chunk's border. */
export type LogMasker = {
  /** Masked text that is safe to pass on. An end that may be the start of a secret is held back. */
  write: (chunk: string) => string;
  /** What was held back; call at the stream's end. */
  flush: () => string;
};

export function createLogMasker(secrets: SecretRegistry): LogMasker {
  let held = '';
  return {
    write(chunk) {
      const { masked, rest } = maskKnown(held + chunk, secrets.forms(), false);
      held = rest;
      return masked;
    },
    flush() {
      const { masked } = maskKnown(held, secrets.forms(), true);
      held = '';
      return masked;
    },
  };
}

/** Masks a whole text at once. */
export function maskText(text: string, secrets: SecretRegistry): string {
  return maskKnown(text, secrets.forms(), true).masked;
}

/** `isEnd`: nothing follows, so nothing is held back. */
function maskKnown(
  text: string,
  forms: ReadonlyMap<string, readonly string[]>,
  isEnd: boolean,
): { masked: string; rest: string } {
  if (forms.size === 0) return { masked: text, rest: '' };
  let masked = '';
  let copied = 0;
  for (let at = 0; at < text.length;) {
    const candidates = forms.get(text.charAt(at));
    const found = candidates === undefined ? null : matchAt(text, at, candidates, isEnd);
    if (found === null) at += 1;
    else if (found === partial) return { masked: masked + text.slice(copied, at), rest: text.slice(at) };
    else {
      masked += text.slice(copied, at) + mask;
      at += found.length;
      copied = at;
    }
  }
  return { masked: masked + text.slice(copied), rest: '' };
}

/** Longest first, so that a text that may still grow into a longer form is held back before a shorter one is taken. */
function matchAt(
  text: string,
  at: number,
  candidates: readonly string[],
  isEnd: boolean,
): string | typeof partial | null {
  const available = text.length - at;
  for (const form of candidates) {
    if (form.length > available) {
      if (!isEnd && form.startsWith(text.slice(at))) return partial;
    } else if (text.startsWith(form, at)) return form;
  }
  return null;
}
