import { t } from '@lingui/core/macro';
import { ArrowDownToLine, Download, WrapText } from 'lucide-react';
import type { ReactNode } from 'react';
import { classNames } from '../../../lib/class-names.ts';
import { Button } from '../../../ui/button.tsx';
import { CopyButton } from '../../../ui/copy-button.tsx';
import type { LogLine } from '../log/log-buffer.ts';

type LogToolsProps = {
  lines: readonly LogLine[];
  fileName: string;
  following: boolean;
  onFollow: (following: boolean) => void;
  wrapping: boolean;
  onWrap: (wrapping: boolean) => void;
};

export function LogTools({ lines, fileName, following, onFollow, wrapping, onWrap }: LogToolsProps) {
  return (
    <div className="ml-auto flex items-center sm:order-last sm:ml-0">
      <Toggle label={t`Follow the end`} on={following} onChange={onFollow}>
        <ArrowDownToLine aria-hidden />
      </Toggle>
      <Toggle label={t`Wrap long lines`} on={wrapping} onChange={onWrap}>
        <WrapText aria-hidden />
      </Toggle>
      <CopyButton text={asText(lines)} label={t`Copy the log`} />
      <Button
        look="quiet"
        size="icon"
        aria-label={t`Download the log`}
        title={t`Download the log`}
        onClick={() => download(lines, fileName)}
      >
        <Download aria-hidden />
      </Button>
    </div>
  );
}

type ToggleProps = { label: string; on: boolean; onChange: (on: boolean) => void; children: ReactNode };

function Toggle({ label, on, onChange, children }: ToggleProps) {
  return (
    <Button
      look="quiet"
      size="icon"
      aria-label={label}
      title={label}
      aria-pressed={on}
      className={classNames(on && 'bg-coin-wash! text-coin-text!')}
      onClick={() => onChange(!on)}
    >
      {children}
    </Button>
  );
}

function asText(lines: readonly LogLine[]): string {
  return lines.map((line) => line.text).join('\n');
}

function download(lines: readonly LogLine[], fileName: string): void {
  const address = URL.createObjectURL(new Blob([`${asText(lines)}\n`], { type: 'text/plain' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = fileName;
  link.click();
  URL.revokeObjectURL(address);
}
