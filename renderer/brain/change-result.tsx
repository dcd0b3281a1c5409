import { Button } from '@mantine/core';
import { useState } from 'react';
import type { LastBrainChange } from '../../electron/contract/brain-change';
import type { Tone } from '../../electron/contract/tone';
import { WhatIsThis } from '../handbook/what-is-this';
import { ToneShape } from '../parts/shape';
import { useNow } from '../parts/use-now';
import { useText } from '../text/text';

const TONE: Record<LastBrainChange['result'], Tone> = { done: 'ok', returned: 'warn', cancelled: 'idle' };
/** Longer ago it is no news any more. */
const NEWS_MS = 24 * 60 * 60_000;
const KEY = 'botpier.change-seen';

/** How the last change ended and why, until it is put away or a day old. */
export function ChangeResult({
  last,
  onAgain,
}: {
  last: LastBrainChange;
  onAgain: (() => void) | undefined;
}) {
  const { t } = useText();
  const now = useNow(60_000);
  const [seen, setSeen] = useState(() => Number(localStorage.getItem(KEY) ?? 0));
  if (seen >= last.at || now - last.at > NEWS_MS) return null;
  const names = { from: t(`stack.${last.from}.name`), to: t(`stack.${last.to}.name`) };
  const why = last.diagnosis?.code;
  const hide = () => {
    localStorage.setItem(KEY, String(last.at));
    setSeen(last.at);
  };
  return (
    <div className="note brain-result" data-tone={TONE[last.result]} role="status">
      <ToneShape tone={TONE[last.result]} size={18} />
      <div className="grow">
        <b>{t(`brain.result.${last.result}`, names)}</b>
        {why && (
          <p>{t('brain.result.why', { what: t(`diagnosis.${why}.what`), why: t(`diagnosis.${why}.why`) })}</p>
        )}
        {last.diagnosis?.evidence.map((line) => (
          <code key={line} className="xs brain-evidence">
            {line}
          </code>
        ))}
        {why && <WhatIsThis id={why} />}
      </div>
      <span className="row wrap">
        {last.result === 'returned' && onAgain && (
          <Button size="xs" onClick={onAgain}>
            {t('brain.result.again')}
          </Button>
        )}
        <Button size="xs" variant="subtle" onClick={hide}>
          {t('brain.result.hide')}
        </Button>
      </span>
    </div>
  );
}
