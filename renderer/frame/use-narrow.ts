import { useMediaQuery } from '@mantine/hooks';

/** True below 720 px, where the chain stands upright and the rail lies at the bottom. */
export function useNarrow(): boolean {
  return useMediaQuery('(max-width: 719px)', false, { getInitialValueInEffect: false });
}
