import { createContext, type ReactNode, useContext } from 'react';

const Needle = createContext('');

/** What is searched for among the settings inside, in lower case; empty = nothing. */
export function SettingNeedle({ value, children }: { value: string; children: ReactNode }) {
  return <Needle value={value}>{children}</Needle>;
}

/** Whether a setting of these words is to be seen. */
export function useIsFound(...words: readonly string[]): boolean {
  const needle = useContext(Needle);
  return needle === '' || words.some((word) => word.toLowerCase().includes(needle));
}
