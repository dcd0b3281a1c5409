import type { ReactNode } from 'react';

/** What comes in the place of what was pressed: it is read out, and the keyboard goes on from it. */
export function Told({ children }: { children: ReactNode }) {
  return (
    <div className="col backup-gap legacy-told" role="status" tabIndex={-1} ref={focus}>
      {children}
    </div>
  );
}

function focus(element: HTMLElement | null): void {
  element?.focus({ preventScroll: true });
}
