import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { BotId } from '../../electron/contract/ids';
import type { ServiceUpdate } from '../../electron/contract/service-version';
import type { Tone } from '../../electron/contract/tone';
import { useTRPC } from '../api/trpc';
import { shareOf } from '../chain/link-words';
import { Refusal } from '../parts/refusal';
import { ToneShape } from '../parts/shape';
import { useText } from '../text/text';
import { sizePairText } from '../text/units';
import { Bar, paceText } from '../wizard/background';
import { versionPair } from './version-text';
import '../brain/brain.css';

const STEPS = ['pulling', 'saving', 'preparing', 'starting', 'proving'] as const;

const LINE = {
  pulling: 'versions.doing.line',
  saving: 'versions.doing.line',
  preparing: 'versions.doing.quiet',
  starting: 'versions.doing.quiet',
  proving: 'versions.doing.proving',
  returning: 'versions.doing.returningLine',
} as const satisfies Record<ServiceUpdate['phase'], string>;

/** An update of a service under way: which step, how far, and the way back. */
export function UpdateProgress({ bot, update }: { bot: BotId; update: ServiceUpdate }) {
  const { t } = useText();
  const trpc = useTRPC();
  const cancel = useMutation(trpc.serviceUpdates.cancel.mutationOptions());
  const names = { product: update.product, ...versionPair(update.from, update.to) };
  const { phase, progress } = update;
  const isReturning = phase === 'returning';
  // Where there are no plugins to install, nothing is said of them.
  const steps = STEPS.filter((step) => step !== 'preparing' || update.to.plugins !== update.from.plugins);
  const at = steps.indexOf(phase as (typeof steps)[number]);
  const bytes =
    progress?.totalBytes === undefined ? '' : sizePairText(progress.doneBytes ?? 0, progress.totalBytes);
  return (
    <section className="card brain-change" data-tone={isReturning ? 'warn' : 'busy'}>
      <div className="row spread wrap">
        <div className="grow">
          <h2 aria-live="polite">
            {t(isReturning ? 'versions.doing.returning' : 'versions.doing.title', names)}
          </h2>
          <p className="sm ink2">{t(LINE[phase])}</p>
        </div>
        {!isReturning && (
          <Button loading={cancel.isPending} onClick={() => cancel.mutate({ bot })}>
            {t('versions.doing.cancel')}
          </Button>
        )}
      </div>
      {!isReturning && (
        <ol className="brain-steps" aria-label={t('versions.doing.steps')}>
          {steps.map((step, index) => {
            const tone: Tone = index < at ? 'ok' : index === at ? 'busy' : 'idle';
            return (
              <li key={step} data-tone={tone} aria-current={index === at ? 'step' : undefined}>
                <ToneShape tone={tone} size={18} share={index === at ? shareOf(progress) : undefined} />
                <span>{t(`versions.phase.${step}`)}</span>
              </li>
            );
          })}
        </ol>
      )}
      {progress && shareOf(progress) !== undefined && (
        <div className="col brain-bar">
          <Bar progress={progress} label={t(`versions.phase.${phase}`)} />
          <p className="row spread xs ink3">
            <span>{bytes}</span>
            <span>{paceText(t, progress)}</span>
          </p>
        </div>
      )}
      <Refusal error={cancel.error} />
    </section>
  );
}
