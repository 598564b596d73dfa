import { t } from '@lingui/core/macro';
import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { copyText } from '../lib/copy-text.ts';
import { Button } from './button.tsx';

type CopyButtonProps = { text: string; label: string; words?: string };

const feedbackMs = 2000;

/** Copies `text` and says so; `label` names what is copied, for screen readers. */
export function CopyButton({ text, label, words }: CopyButtonProps) {
  const [outcome, setOutcome] = useState<'idle' | 'copied' | 'failed'>('idle');
  useEffect(() => {
    if (outcome === 'idle') return undefined;
    const timer = setTimeout(() => setOutcome('idle'), feedbackMs);
    return () => clearTimeout(timer);
  }, [outcome]);

  async function copy(): Promise<void> {
    setOutcome((await copyText(text)) ? 'copied' : 'failed');
  }

  const spoken = { idle: '', copied: t`Copied`, failed: t`Copying failed: select the text instead` }[outcome];
  return (
    <Button
      size={words ? 'small' : 'icon'}
      look="quiet"
      aria-label={label}
      title={label}
      onClick={() => void copy()}
    >
      {outcome === 'copied' ? <Check aria-hidden className="text-ok" /> : <Copy aria-hidden />}
      {words ? (
        <span>{outcome === 'idle' ? words : outcome === 'copied' ? t`Copied` : t`Select it instead`}</span>
      ) : null}
      <span role="status" className="sr-only">
        {spoken}
      </span>
    </Button>
  );
}
