const WIDTH = 96;
const HEIGHT = 28;

/** The last values as a line; `most` is the top of it. Says nothing by itself: the number stands beside it. */
export function Sparkline({
  values,
  most,
  slots,
}: {
  values: readonly number[];
  most: number;
  slots: number;
}) {
  const step = WIDTH / (slots - 1);
  const start = WIDTH - (values.length - 1) * step;
  const points = values
    .map((value, index) => {
      const x = start + index * step;
      const y = HEIGHT - 1 - (Math.min(value, most) / most) * (HEIGHT - 2);
      return `${x.toFixed(1)},${y.toFixed(1)}`;
    })
    .join(' ');
  return (
    <svg
      className="sparkline"
      width={WIDTH}
      height={HEIGHT}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      aria-hidden="true"
    >
      <path d={`M0 ${HEIGHT - 0.5}H${WIDTH}`} className="sparkline-ground" />
      <polyline points={points} />
    </svg>
  );
}
