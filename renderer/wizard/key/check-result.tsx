import { Button } from '@mantine/core';
import { useState } from 'react';
import type { Provider } from '../../../electron/contract/model';
import { go } from '../../frame/use-page';
import { WhatIsThis } from '../../handbook/what-is-this';
import { ChoiceGroup } from '../../parts/choice-group';
import { Mark } from '../../parts/icon';
import { ToneShape } from '../../parts/shape';
import { useNow } from '../../parts/use-now';
import { useText } from '../../text/text';
import { durationText, latencyText, sentencesText } from '../../text/units';
import { PROBLEM_ACTIONS, PROBLEM_TONE, type Problem, type ProblemAction } from './check-problem';
import type { Connect, KeyAttempt } from './use-connect';

interface Props {
  connect: Connect;
  provider: Provider;
  /** The base URL being tried. */
  address: string;
  movesOn: boolean;
  onBrowse(): void;
  onStop(): void;
  onAgain(): void;
  onRetry(change?: Partial<KeyAttempt>): void;
  /** Another provider; `direct`: one that needs no proxy in China. */
  onSwitch(direct: boolean): void;
  onEditUrl(): void;
}

/** What the live check found, with the buttons for it. */
export function CheckResult(props: Props) {
  const { connect } = props;
  return (
    <div role="status">
      {connect.trying && <Trying {...props} />}
      {connect.check?.kind === 'ok' && <Works {...props} check={connect.check} />}
      {connect.check?.kind === 'problem' && <Trouble {...props} problem={connect.check} />}
    </div>
  );
}

function Trying({ provider, address, onStop }: Props) {
  const { t } = useText();
  const host = URL.parse(address)?.host ?? provider.name.en;
  return (
    <section className="result" data-tone="busy">
      <ToneShape tone="busy" size={20} />
      <div className="grow">
        <b>{t(provider.needsKey ? 'key.trying' : 'key.tryingModel')}</b>
        <p className="sm ink2">{t('key.tryingLine', { host })}</p>
        <Button className="result-quiet" variant="subtle" onClick={onStop}>
          {t('key.stop')}
        </Button>
      </div>
    </section>
  );
}

type Ok = Extract<NonNullable<Connect['check']>, { kind: 'ok' }>;

function Works({ connect, check, movesOn, onBrowse }: Props & { check: Ok }) {
  const { t } = useText();
  const [open, setOpen] = useState(false);
  return (
    <section className="result" data-tone="ok">
      <ToneShape tone="ok" size={20} />
      <div className="grow">
        <p>
          <b>{t('key.works')}</b>{' '}
          <span className="sm ink2">
            {t('key.worksLine', { latency: latencyText(t, check.latencyMs), n: check.models.length })}
          </span>
        </p>
        <div className="said">
          <span className="avatar small">
            <Mark size={17} />
          </span>
          <p className="bubble bot">{check.answer}</p>
        </div>
        {open ? (
          <ChoiceGroup
            className="models"
            label={t('key.model')}
            value={connect.choosing ?? check.model}
            onChange={(model) => void connect.chooseModel(model).catch(() => {})}
            choices={check.models.map((model) => ({ value: model, content: <code>{model}</code> }))}
          />
        ) : (
          <div className="row wrap">
            <code className="sm">{check.model}</code>
            {check.models.length > 1 && (
              <Button
                variant="subtle"
                size="xs"
                onClick={() => {
                  setOpen(true);
                  onBrowse();
                }}
              >
                {t('key.models')}
              </Button>
            )}
          </div>
        )}
        {movesOn && !open && <p className="sm ink2">{t('key.movingOn')}</p>}
      </div>
    </section>
  );
}

function Trouble(props: Props & { problem: Problem }) {
  const { connect, provider, problem } = props;
  const { t, language } = useText();
  const now = useNow(1_000);
  const malformed = problem.problem === 'keyMalformed';
  const code = problem.problem;
  const status = problem.status === undefined ? '' : t('key.status', { status: problem.status });
  return (
    <section className="result" data-tone={PROBLEM_TONE[code]}>
      <ToneShape tone={PROBLEM_TONE[code]} size={20} />
      <div className="grow">
        <b>
          {code === 'keyMalformed' ? t('key.malformed.what') : t(`diagnosis.${code}.what`)}
          {status}
        </b>
        <p className="sm ink2">
          {code === 'keyMalformed'
            ? sentencesText(language, t('key.malformed.why'), t('key.malformed.todo'))
            : sentencesText(language, t(`diagnosis.${code}.why`), t(`diagnosis.${code}.todo`))}
        </p>
        {problem.message !== '' && !malformed && (
          <p className="xs ink3">{t('key.saidBy', { message: problem.message })}</p>
        )}
        {connect.retryAt !== undefined && (
          <p className="sm">{t('key.retryIn', { time: durationText(t, connect.retryAt - now) })}</p>
        )}
        <div className="row wrap fixes">
          {PROBLEM_ACTIONS[code].map((action, index) => (
            <ActionButton key={action} {...props} action={action} first={index === 0} provider={provider} />
          ))}
        </div>
        <WhatIsThis id={code === 'keyMalformed' ? 'keyRefused' : code} />
        {code === 'modelMissing' && problem.models.length > 0 && (
          <ChoiceGroup
            className="models"
            label={t('key.pick', { n: problem.models.length })}
            value={undefined}
            onChange={(model: string) => props.onRetry({ model })}
            choices={problem.models.map((model) => ({ value: model, content: <code>{model}</code> }))}
          />
        )}
      </div>
    </section>
  );
}

function ActionButton(props: Props & { problem: Problem; action: ProblemAction; first: boolean }) {
  const { action, first, provider, problem } = props;
  const { t } = useText();
  const variant = first ? 'filled' : 'default';
  const link = action === 'getNew' ? provider.keyUrl : action === 'topUp' ? provider.topUpUrl : undefined;
  if (action === 'getNew' || action === 'topUp') {
    return link === undefined ? null : (
      <Button component="a" href={link} target="_blank" rel="noreferrer" variant={variant}>
        {t(`key.${action}`)}
      </Button>
    );
  }
  if (action === 'pick') {
    const [best] = problem.models;
    return best === undefined ? null : (
      <Button variant={variant} onClick={() => props.onRetry({ model: best })}>
        {t('key.useModel', { model: best })}
      </Button>
    );
  }
  const run: Record<Exclude<ProblemAction, 'getNew' | 'topUp' | 'pick'>, () => void> = {
    again: props.onAgain,
    retry: () => props.onRetry(),
    retryNow: () => props.onRetry(),
    other: () => props.onSwitch(false),
    domestic: () => props.onSwitch(true),
    setProxy: () => go('settings'),
    editUrl: props.onEditUrl,
  };
  return (
    <Button variant={variant} onClick={run[action]}>
      {t(`key.${action}`)}
    </Button>
  );
}
