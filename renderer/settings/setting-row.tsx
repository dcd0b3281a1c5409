import type { ReactNode } from 'react';
import { Refusal } from '../parts/refusal';
import { Saved } from './saved';
import { useIsFound } from './setting-needle';

interface Props {
  title: string;
  line: string;
  undo?: (() => void) | undefined;
  error?: unknown;
  children: ReactNode;
}

/** A setting: what it is, a sentence about it, its control, and what became of the last change. */
export function SettingRow({ title, line, undo, error, children }: Props) {
  const isFound = useIsFound(title, line);
  if (!isFound) return null;
  return (
    <div className="setting">
      <div className="setting-text">
        <h3>{title}</h3>
        <p className="xs ink3">{line}</p>
      </div>
      <div className="setting-control">
        <Saved onUndo={undo} />
        {children}
      </div>
      <Refusal error={error} />
    </div>
  );
}
