/** The slot itself, drawn: a coin half way in. Decoration only. */
export function SlotPicture() {
  return (
    <svg viewBox="0 0 320 260" aria-hidden className="mx-auto hidden w-full max-w-sm md:block">
      <rect x="20" y="96" width="280" height="148" rx="28" fill="#2b1d3a" stroke="#4a3a60" strokeWidth="2" />
      <rect x="46" y="190" width="120" height="10" rx="5" fill="#4a3a60" />
      <rect x="46" y="210" width="76" height="10" rx="5" fill="#4a3a60" />
      <circle cx="262" cy="205" r="10" fill="#6fd6a2" />
      <clipPath id="above-slot">
        <rect x="0" y="0" width="320" height="133" />
      </clipPath>
      <rect x="92" y="128" width="136" height="14" rx="7" fill="#0f0a16" />
      <g clipPath="url(#above-slot)">
        <circle cx="160" cy="92" r="62" fill="#d9930f" />
        <circle cx="160" cy="88" r="62" fill="#f5b52e" />
        <circle cx="160" cy="88" r="48" fill="none" stroke="#d9930f" strokeWidth="5" />
        <text
          x="160"
          y="106"
          textAnchor="middle"
          fontFamily="ui-monospace, monospace"
          fontSize="50"
          fontWeight="700"
          fill="#2b1d3a"
        >
          &gt;_
        </text>
      </g>
    </svg>
  );
}
