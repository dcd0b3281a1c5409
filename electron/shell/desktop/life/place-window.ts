export interface Rect {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** What is known of a screen. */
export interface Screen {
  bounds: Rect;
  /** Without the taskbar. */
  workArea: Rect;
  scaleFactor: number;
}

export const SMALLEST = { width: 720, height: 560 };
const USUAL = { width: 1080, height: 720 };
/** So much of the title bar must be on a screen for the window to be dragged. */
const GRIP = { width: 120, height: 32 };

/** Names a set of screens: the desk at home is another than the one at work. */
export function screenSetName(screens: readonly Screen[]): string {
  return screens
    .map(({ bounds: { x, y, width, height }, scaleFactor }) => `${width}x${height}@${scaleFactor}+${x}+${y}`)
    .sort()
    .join(' ');
}

/**
 * Where a window goes that was last at `saved`: there, unless its title bar would be out of reach; then into the
 * screen that it was nearest to.
 * @param screens the main one first; at least one
 */
export function placeWindow(saved: Rect | undefined, screens: readonly Screen[]): Rect {
  const areas = screens.map((screen) => screen.workArea);
  const main = areas[0] ?? { x: 0, y: 0, ...USUAL };
  if (!saved) return centre(USUAL, main);
  if (areas.some((area) => isWithinReach(saved, area)) && fitsAnywhere(saved, areas)) return saved;
  return into(saved, nearest(saved, areas) ?? main);
}

function isWithinReach(window: Rect, area: Rect): boolean {
  const bar = { ...window, height: GRIP.height };
  return overlap(bar, area).width >= GRIP.width && overlap(bar, area).height >= GRIP.height / 2;
}

function fitsAnywhere({ width, height }: Rect, areas: readonly Rect[]): boolean {
  return areas.some((area) => width <= area.width && height <= area.height);
}

function into(window: Rect, area: Rect): Rect {
  const width = between(window.width, SMALLEST.width, area.width);
  const height = between(window.height, SMALLEST.height, area.height);
  return {
    x: between(window.x, area.x, area.x + Math.max(0, area.width - width)),
    y: between(window.y, area.y, area.y + Math.max(0, area.height - height)),
    width,
    height,
  };
}

function nearest(window: Rect, areas: readonly Rect[]): Rect | undefined {
  const [x, y] = [window.x + window.width / 2, window.y + window.height / 2];
  const distance = (area: Rect) =>
    Math.hypot(x - between(x, area.x, area.x + area.width), y - between(y, area.y, area.y + area.height));
  return areas.toSorted((a, b) => distance(a) - distance(b))[0];
}

function centre(size: typeof USUAL, area: Rect): Rect {
  const width = Math.min(size.width, area.width);
  const height = Math.min(size.height, area.height);
  return {
    x: Math.round(area.x + (area.width - width) / 2),
    y: Math.round(area.y + (area.height - height) / 2),
    width,
    height,
  };
}

function overlap(a: Rect, b: Rect): { width: number; height: number } {
  return {
    width: Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x),
    height: Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y),
  };
}

/** `most` wins where the two cross. */
function between(value: number, least: number, most: number): number {
  return Math.min(Math.max(value, least), most);
}
