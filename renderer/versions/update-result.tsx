import { Button } from '@mantine/core';
import { useState } from 'react';
import type { LastServiceUpdate } from '../../electron/contract/service-version';
import type { Tone } from '../../electron/contract/tone';
import { WhatIsThis } from '../handbook/what-is-this';
import { ToneShape } from '../parts/shape';
import { useNow } from '../parts/use-now';
import { useText } from '../text/text';
import { versionPair } from './version-text';
import '../brain/brain.css';

const TONE: Record<LastServiceUpdate['result'], Tone> = { done: 'ok', returned: 'warn', cancelled: 'idle' };
/** Longer ago it is no news any more. */
const NEWS_MS = 24 * 60 * 60_000;
const KEY = 'botpier.update-seen';

/** How the last update ended and why, until it is put away or a day old. */
export function UpdateResult({ last, product }: { last: LastServiceUpdate; product: string }) {
  const { t } = useText();
  const now = useNow(60_000);
  const [seen, setSeen] = useState(() => Number(localStorage.getItem(KEY) ?? 0));
  if (seen >= last.at || now - last.at > NEWS_MS) return null;
  const why = last.diagnosis?.code;
  const hide = () => {
    localStorage.setItem(KEY, String(last.at));
    setSeen(last.at);
  };
  return (
    <div className="note brain-result" data-tone={TONE[last.result]} role="status">
      <ToneShape tone={TONE[last.result]} size={18} />
      <div className="grow">
        <b>{t(`versions.result.${last.result}`, { product, ...versionPair(last.from, last.to) })}</b>
        {why && (
          <p>
            {t('versions.result.why', { what: t(`diagnosis.${why}.what`), why: t(`diagnosis.${why}.why`) })}
          </p>
        )}
        {last.diagnosis?.evidence.map((line) => (
          <code key={line} className="xs brain-evidence">
            {line}
          </code>
        ))}
        {why && <WhatIsThis id={why} />}
      </div>
      <Button size="xs" variant="subtle" onClick={hide}>
        {t('versions.result.hide')}
      </Button>
    </div>
  );
}
