import { useMediaQuery } from '@mantine/hooks';

/** Below these widths, px, eight links do not fit side by side: 100 px each, and beside the rail. */
const LEAST = { alone: 900, besideRail: 1040 } as const;

/** True where the chain has to stand upright. */
export function useNarrow(where: keyof typeof LEAST): boolean {
  return useMediaQuery(`(max-width: ${LEAST[where] - 1}px)`, false, { getInitialValueInEffect: false });
}
