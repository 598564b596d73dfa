import type { ComponentProps } from 'react';

/** An input for what is no prose: names, addresses and codes, which neither the browser nor the keyboard may mend. */
export function PlainInput(props: ComponentProps<'input'>) {
  return <input autoComplete="off" autoCapitalize="none" spellCheck={false} {...props} />;
}
