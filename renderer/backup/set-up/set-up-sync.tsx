import { useMutation } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import type { SyncEncryption, SyncSetUp } from '../../../electron/contract/sync';
import type { BotView } from '../../../electron/contract/view';
import { useTRPC } from '../../api/trpc';
import { go } from '../../frame/use-page';
import { useText } from '../../text/text';
import { ConfirmKey } from '../sync-need';
import { ChooseStep } from './choose-step';
import { RepositoryStep } from './repository-step';
import { type CheckedToken, TokenStep } from './token-step';
import { WhatStep } from './what-step';

const STEPS = ['repository', 'token', 'choose', 'what', 'key'] as const;
type StepName = (typeof STEPS)[number];

/** Saving to GitHub, one thing after the other. Nothing is kept before the last step but one. */
export function SetUpSync({ bot }: { bot: BotView }) {
  const { t } = useText();
  const trpc = useTRPC();
  const [step, setStep] = useState<StepName>('repository');
  const [checked, setChecked] = useState<CheckedToken>();
  const [place, setPlace] = useState<Pick<SyncSetUp, 'repository' | 'branch' | 'replace'>>();
  const setUp = useMutation(trpc.sync.setUp.mutationOptions());
  const heading = useRef<HTMLHeadingElement>(null);
  const { sync } = bot;
  // Set up already, maybe in another window: all that is left is the key.
  const shown: StepName = sync ? 'key' : step;
  const isDone = sync?.settings.keyConfirmedAt !== undefined;
  const first = useRef(true);
  useEffect(() => {
    if (isDone) go('backup');
  }, [isDone]);
  useEffect(() => {
    if (!first.current && shown) heading.current?.focus();
    first.current = false;
  }, [shown]);

  const start = (encryption: SyncEncryption) => {
    if (!checked || !place) return;
    setUp.mutate({
      bot: bot.id,
      setUp: { token: checked.token, ...place, encryption },
    });
  };
  return (
    <section className="card backup-card backup-step">
      <div>
        <p className="xs ink3">
          {t('backup.setUp.step', { n: STEPS.indexOf(shown) + 1, total: STEPS.length })}
        </p>
        <h2 ref={heading} tabIndex={-1}>
          {t(`backup.setUp.${shown}.title`)}
        </h2>
      </div>
      {shown === 'repository' && <RepositoryStep onNext={() => setStep('token')} />}
      {shown === 'token' && (
        <TokenStep
          checked={checked}
          onChecked={setChecked}
          onBack={() => setStep('repository')}
          onNext={() => setStep('choose')}
        />
      )}
      {shown === 'choose' && checked && (
        <ChooseStep
          checked={checked}
          onBack={() => setStep('token')}
          onNext={(chosen) => {
            setPlace(chosen);
            setStep('what');
          }}
        />
      )}
      {shown === 'what' && (
        <WhatStep
          pending={setUp.isPending}
          error={setUp.error}
          onBack={() => setStep('choose')}
          onStart={start}
        />
      )}
      {shown === 'key' && sync && !isDone && (
        <ConfirmKey key={setUp.data?.recoveryKey} bot={bot} sync={sync} shown={setUp.data?.recoveryKey} />
      )}
    </section>
  );
}
