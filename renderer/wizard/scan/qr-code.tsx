import { create } from 'qrcode';
import { useMemo } from 'react';

/** Modules of white around the code; phones want at least four. */
const QUIET = 4;

/** A QR code as one path of squares, with its quiet zone. Replaced at once when the text changes. */
export function QrCode({ text, label }: { text: string; label: string }) {
  const { path, side } = useMemo(() => draw(text), [text]);
  return (
    <svg
      className="qr"
      viewBox={`0 0 ${side} ${side}`}
      shapeRendering="crispEdges"
      role="img"
      aria-label={label}
      data-text={text}
    >
      <path fill="currentColor" d={path} />
    </svg>
  );
}

function draw(text: string): { path: string; side: number } {
  const { modules } = create(text, { errorCorrectionLevel: 'M' });
  const { size, data } = modules;
  let path = '';
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      if (data[row * size + column]) path += `M${column + QUIET} ${row + QUIET}h1v1h-1z`;
    }
  }
  return { path, side: size + 2 * QUIET };
}
