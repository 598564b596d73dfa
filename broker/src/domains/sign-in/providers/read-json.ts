import type { z } from 'zod';
import { failSignIn } from './sign-in-failure.ts';

const answerCharactersMax = 1_000_000;

/** Who came, as a provider's API says. Throws provider_unavailable or, when it says something else than was agreed, provider_answer_invalid. */
export async function readJson<Body>(response: Response, shape: z.ZodType<Body>): Promise<Body> {
  if (response.status >= 500 || response.status === 429) throw failSignIn('provider_unavailable');
  const text = await response.text();
  const known = response.status === 200 && text.length <= answerCharactersMax;
  const parsed = shape.safeParse(known ? parse(text) : undefined);
  if (!parsed.success) throw failSignIn('provider_answer_invalid');
  return parsed.data;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
