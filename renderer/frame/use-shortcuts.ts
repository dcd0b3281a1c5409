import { useEffect } from 'react';
import { pagesOf } from './pages';
import { go } from './use-page';

/** Ctrl or ⌘ with a digit goes to a page of the rail. */
export function useShortcuts(rehearsal: boolean): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
      const page = /^[1-9]$/.test(event.key) ? pagesOf(rehearsal)[Number(event.key) - 1] : undefined;
      if (!page) return;
      event.preventDefault();
      go(page.page);
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [rehearsal]);
}
