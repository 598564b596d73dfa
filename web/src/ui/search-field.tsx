import { Search } from 'lucide-react';
import { useEffect, useState } from 'react';
import { classNames } from '../lib/class-names.ts';
import { inputLook } from './field.tsx';

type SearchFieldProps = {
  label: string;
  placeholder: string;
  value: string;
  onChange: (value: string) => void;
};

const quietMs = 300;

/** A search that asks once the typing pauses. */
export function SearchField({ label, placeholder, value, onChange }: SearchFieldProps) {
  const [typed, setTyped] = useState(value);
  useEffect(() => {
    if (typed === value) return undefined;
    const timer = setTimeout(() => onChange(typed), quietMs);
    return () => clearTimeout(timer);
  }, [typed, value, onChange]);
  return (
    <div role="search" className="relative min-w-0 flex-1 basis-60">
      <Search
        aria-hidden
        className="text-soft pointer-events-none absolute top-1/2 left-3 size-4 -translate-y-1/2"
      />
      <input
        type="search"
        aria-label={label}
        placeholder={placeholder}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        className={classNames(inputLook, 'pl-9')}
      />
    </div>
  );
}
