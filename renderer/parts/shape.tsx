import type { Tone } from '../../electron/contract/tone';

const RADIUS = 6.6;

/** A pie's slice from the top, clockwise; `share` is 0–1. */
function slice(share: number): string {
  const angle = 2 * Math.PI * Math.min(0.999, Math.max(0.02, share));
  const x = (12 + RADIUS * Math.sin(angle)).toFixed(2);
  const y = (12 - RADIUS * Math.cos(angle)).toFixed(2);
  return `M12 12V${12 - RADIUS}A${RADIUS} ${RADIUS} 0 ${share > 0.5 ? 1 : 0} 1 ${x} ${y}z`;
}

/** A tone as a shape: told apart without colour. `share` fills the pie of `busy`; unknown, it turns half full. */
export function ToneShape({ tone, size, share }: { tone: Tone; size: number; share?: number | undefined }) {
  return (
    <svg className="shape" data-tone={tone} width={size} height={size} viewBox="0 0 24 24" aria-hidden="true">
      {tone === 'ok' && (
        <>
          <circle cx="12" cy="12" r="11" fill="currentColor" />
          <path
            className="glyph"
            d="M6.8 12.4l3.6 3.6 6.8-7.3"
            strokeWidth="2.6"
            strokeLinecap="round"
            strokeLinejoin="round"
          />
        </>
      )}
      {tone === 'busy' && (
        <>
          <circle cx="12" cy="12" r="9.8" fill="none" stroke="currentColor" strokeWidth="2.4" />
          <path
            className={share === undefined ? 'turn' : undefined}
            fill="currentColor"
            d={slice(share ?? 0.5)}
          />
        </>
      )}
      {tone === 'warn' && (
        <>
          <path
            d="M12 3l9.5 17h-19z"
            fill="currentColor"
            stroke="currentColor"
            strokeWidth="3"
            strokeLinejoin="round"
          />
          <path className="glyph" d="M12 8.8v5.2M12 17.6v.1" strokeWidth="2.6" strokeLinecap="round" />
        </>
      )}
      {tone === 'bad' && (
        <>
          <rect x="1.5" y="1.5" width="21" height="21" rx="4.5" fill="currentColor" />
          <path className="glyph" d="M7.5 7.5l9 9M16.5 7.5l-9 9" strokeWidth="2.7" strokeLinecap="round" />
        </>
      )}
      {tone === 'idle' && (
        <circle cx="12" cy="12" r="8.5" fill="none" stroke="currentColor" strokeWidth="2.2" />
      )}
    </svg>
  );
}
