import { ActionIcon, Button } from '@mantine/core';
import { lazy, Suspense, useState } from 'react';
import type { RestingBrain } from '../../electron/contract/brain-change';
import type { BotView } from '../../electron/contract/view';
import { Icon } from '../parts/icon';
import { ToneShape } from '../parts/shape';
import { useNow } from '../parts/use-now';
import { useText } from '../text/text';
import { momentText, sizeText } from '../text/units';

const ForgetBrain = lazy(() => import('./forget-brain').then((m) => ({ default: m.ForgetBrain })));

/** Brains that were changed for another one, each with the way back and the way out. Rows like those of services. */
export function RestingBrains({ bot, onBack }: { bot: BotView; onBack: (() => void) | undefined }) {
  const { t, language } = useText();
  const now = useNow(60_000);
  const [forgetting, setForgetting] = useState<RestingBrain>();
  return (
    <>
      {bot.resting.map((brain) => (
        <div key={brain.stack} className="service">
          <ToneShape tone="idle" size={19} />
          <div className="service-name">
            <b>{brain.product}</b>
            <p className="xs ink3">
              {[
                t('brain.resting.line', { time: momentText(t, language, brain.since, now) }),
                brain.diskBytes === undefined
                  ? t('brain.resting.unmeasured')
                  : t('brain.resting.disk', { size: sizeText(brain.diskBytes) }),
              ].join(' · ')}
            </p>
          </div>
          <span />
          <span className="service-buttons">
            {onBack && (
              <Button variant="subtle" size="xs" className="brain-back" onClick={onBack}>
                {t('brain.resting.back')}
              </Button>
            )}
            <ActionIcon
              aria-label={t('brain.resting.forget', { product: brain.product })}
              title={t('brain.resting.forget', { product: brain.product })}
              disabled={bot.change !== undefined}
              onClick={() => setForgetting(brain)}
            >
              <Icon name="cross" />
            </ActionIcon>
          </span>
        </div>
      ))}
      {forgetting && (
        <Suspense>
          <ForgetBrain bot={bot} brain={forgetting} onClose={() => setForgetting(undefined)} />
        </Suspense>
      )}
    </>
  );
}
