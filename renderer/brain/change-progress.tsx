import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { BrainChange } from '../../electron/contract/brain-change';
import type { BotId } from '../../electron/contract/ids';
import type { Tone } from '../../electron/contract/tone';
import { useTRPC } from '../api/trpc';
import { shareOf } from '../chain/link-words';
import { Refusal } from '../parts/refusal';
import { ToneShape } from '../parts/shape';
import { useText } from '../text/text';
import { sizePairText } from '../text/units';
import { Bar, paceText } from '../wizard/background';
import './brain.css';

const STEPS = ['pulling', 'preparing', 'starting', 'switching', 'proving'] as const;

/** A change under way: which step, how far, and the way back. */
export function ChangeProgress({ bot, change }: { bot: BotId; change: BrainChange }) {
  const { t } = useText();
  const trpc = useTRPC();
  const cancel = useMutation(trpc.bots.cancelChange.mutationOptions());
  const names = { from: t(`stack.${change.from}.name`), to: t(`stack.${change.to}.name`) };
  const returning = change.phase === 'returning';
  const at = change.phase === 'returning' ? -1 : STEPS.indexOf(change.phase);
  const { progress } = change;
  const bytes =
    progress?.totalBytes !== undefined ? sizePairText(progress.doneBytes ?? 0, progress.totalBytes) : '';
  return (
    <section className="card brain-change" data-tone={returning ? 'warn' : 'busy'}>
      <div className="row spread wrap">
        <div className="grow">
          <h2 aria-live="polite">{t(returning ? 'brain.doing.returning' : 'brain.doing.title', names)}</h2>
          <p className="sm ink2">{t(LINE[change.phase], names)}</p>
        </div>
        {!returning && (
          <Button loading={cancel.isPending} onClick={() => cancel.mutate({ bot })}>
            {t('brain.doing.cancel')}
          </Button>
        )}
      </div>
      {!returning && (
        <ol className="brain-steps" aria-label={t('brain.doing.steps')}>
          {STEPS.map((step, index) => {
            const tone: Tone = index < at ? 'ok' : index === at ? 'busy' : 'idle';
            return (
              <li key={step} data-tone={tone} aria-current={index === at ? 'step' : undefined}>
                <ToneShape tone={tone} size={18} share={index === at ? shareOf(progress) : undefined} />
                <span>{t(`brain.phase.${step}`)}</span>
              </li>
            );
          })}
        </ol>
      )}
      {progress && shareOf(progress) !== undefined && (
        <div className="col brain-bar">
          <Bar progress={progress} label={t(`brain.phase.${change.phase}`)} />
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

const LINE = {
  pulling: 'brain.doing.line',
  preparing: 'brain.doing.line',
  starting: 'brain.doing.line',
  switching: 'brain.doing.quiet',
  proving: 'brain.doing.proving',
  returning: 'brain.doing.returningLine',
} as const satisfies Record<BrainChange['phase'], string>;
