const PATH =
  'M50 1.4H93.2A5.4 5.4 0 0 1 98.6 6.8V93.2A5.4 5.4 0 0 1 93.2 98.6H6.800A5.4 5.4 0 0 1 1.4 93.2V6.8A5.4 5.4 0 0 1 6.8 1.4Z';

/** A frame that empties clockwise as what is inside grows old; `left` is 1–0. */
export function AgeRing({ left, soon }: { left: number; soon: boolean }) {
  const share = Math.max(0, Math.min(1, left)) * 100;
  return (
    <svg
      className="age-ring"
      viewBox="0 0 100 100"
      fill="none"
      strokeWidth={1.5}
      strokeLinecap="round"
      aria-hidden="true"
    >
      <path d={PATH} stroke="var(--bp-line)" />
      {share > 0 && (
        <path
          d={PATH}
          pathLength={100}
          stroke={soon ? 'var(--bp-warn)' : 'var(--bp-accent)'}
          strokeDasharray={`${share} 100`}
          strokeDashoffset={share - 100}
        />
      )}
    </svg>
  );
}
