import { Button } from '@mantine/core';
import { useCallback, useEffect, useState } from 'react';
import type { BotView } from '../../../electron/contract/view';
import { poolReady } from '../../pool/key-tone';
import { KeysAtHand } from '../../pool/pool-agree';
import { useText } from '../../text/text';
import { Background } from '../background';
import { Step } from '../step';
import { KeyPanel } from './key-panel';
import { useConnect } from './use-connect';

/** Long enough to read the answer, short enough not to be waited for. */
const READ_MS = 2_500;

/**
 * The key. `onHold(true)` keeps this screen up although the chain has moved on, so that the answer can be read;
 * it lets go by itself unless the user starts choosing among the models.
 */
export function KeyStep({ bot, todo, onHold }: { bot: BotView; todo: number; onHold(held: boolean): void }) {
  const { t } = useText();
  const connect = useConnect(bot.id);
  const [browsing, setBrowsing] = useState(false);
  const ok = connect.check?.kind === 'ok';
  const pooled = poolReady(bot.keyPool);
  const ready = (ok && !browsing) || pooled;

  const onResult = useCallback(
    (good: boolean) => {
      if (!good) onHold(false);
    },
    [onHold],
  );

  useEffect(() => {
    if (!ready) return;
    const timer = setTimeout(() => onHold(false), READ_MS);
    return () => clearTimeout(timer);
  }, [ready, onHold]);

  return (
    <Step
      title={t('key.title')}
      todo={todo}
      background={<Background bot={bot} />}
      actions={
        connect.check?.kind === 'ok' ? (
          <Button variant="filled" size="lg" onClick={() => onHold(false)}>
            {t('key.use', { model: connect.check.model })}
          </Button>
        ) : pooled ? (
          <Button variant="filled" size="lg" onClick={() => onHold(false)}>
            {t('pool.goOn')}
          </Button>
        ) : undefined
      }
    >
      <KeysAtHand bot={bot} />
      <KeyPanel
        bot={bot}
        connect={connect}
        movesOn={!browsing}
        onTry={() => onHold(true)}
        onResult={onResult}
        onBrowse={() => setBrowsing(true)}
      />
    </Step>
  );
}
