import { useCallback, useEffect, useState } from 'react';
import { isAtRehearsal } from '../api/rehearsal-address';

/** Each of the two apps has bots of its own. */
const KEY = isAtRehearsal ? 'botpier.rehearsal.bot' : 'botpier.bot';

/** The bot this window looks at, as the address names one or the user chose; it outlives a reload and a rehearsal. */
export function useChosenBot(): [string | undefined, (bot: string) => void] {
  const [chosen, setChosen] = useState(() => sessionStorage.getItem(KEY) ?? undefined);
  const choose = useCallback((bot: string) => {
    sessionStorage.setItem(KEY, bot);
    setChosen(bot);
  }, []);
  useEffect(() => {
    const follow = () => {
      const bot = new URLSearchParams(location.hash.split('?')[1]).get('bot');
      if (bot !== null) choose(bot);
    };
    follow();
    addEventListener('hashchange', follow);
    return () => removeEventListener('hashchange', follow);
  }, [choose]);
  return [chosen, choose];
}
