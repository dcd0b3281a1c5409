import { useState } from 'react';
import { isAtRehearsal } from '../api/rehearsal-address';

/** Each of the two apps has bots of its own. */
const KEY = isAtRehearsal ? 'botpier.rehearsal.bot' : 'botpier.bot';

/** The bot this window looks at; it outlives a reload and a rehearsal. */
export function useChosenBot(): [string | undefined, (bot: string) => void] {
  const [chosen, setChosen] = useState(() => sessionStorage.getItem(KEY) ?? undefined);
  return [
    chosen,
    (bot) => {
      sessionStorage.setItem(KEY, bot);
      setChosen(bot);
    },
  ];
}
