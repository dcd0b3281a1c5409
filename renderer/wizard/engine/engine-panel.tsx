import { Button, SegmentedControl } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { Ask } from '../../../electron/contract/link-state';
import type { BotView, LinkView } from '../../../electron/contract/view';
import { useTRPC } from '../../api/trpc';
import { Evidence } from '../../chain/evidence';
import { Remedy } from '../../chain/remedy';
import { Command } from '../../parts/command';
import { Icon } from '../../parts/icon';
import { Refusal } from '../../parts/refusal';
import { useText } from '../../text/text';
import { guessSystem, type System } from './guess-system';
import './engine.css';

const DOWNLOAD_URL: Record<System, string | undefined> = {
  windows: 'https://www.docker.com/products/docker-desktop/',
  mac: 'https://www.docker.com/products/docker-desktop/',
  linux: undefined,
};
const PODMAN_URL = 'https://podman.io/';
const STEPS = ['s1', 's2', 's3', 's4'] as const;

/** The computer's part: what is missing and how it is had on this system. */
export function EnginePanel({ bot, link }: { bot: BotView; link: LinkView }) {
  const { state } = link;
  if (state.kind === 'broken') {
    return (
      <section className="card engine-card">
        <Remedy bot={bot} link={link} said="what" />
        <Evidence link={link} />
      </section>
    );
  }
  if (state.kind !== 'needsYou') return null;
  switch (state.ask.kind) {
    case 'startEngine':
      return <StartEngine />;
    case 'allowEngine':
      return <AllowEngine ask={state.ask} />;
    default:
      return <InstallEngine />;
  }
}

function InstallEngine() {
  const { t } = useText();
  const [system, setSystem] = useState<System>(guessSystem);
  const download = DOWNLOAD_URL[system];
  return (
    <section className="card engine-card">
      <div className="row spread wrap">
        <h2>
          {t('engine.install', { product: t(system === 'linux' ? 'engine.command' : 'engine.desktop') })}
        </h2>
        <SegmentedControl
          aria-label={t('engine.system')}
          value={system}
          onChange={(value) => setSystem(value as System)}
          data={(['windows', 'mac', 'linux'] as const).map((value) => ({
            value,
            label: t(`engine.os.${value}`),
          }))}
        />
      </div>
      <ol className="engine-steps">
        {STEPS.map((step, index) => (
          <li key={step}>
            <span className="engine-number" data-first={index === 0 || undefined} aria-hidden="true">
              {index + 1}
            </span>
            <div className="grow">
              <b>{t(`engine.${system}.${step}.title`)}</b>
              <p className="sm ink2">{t(`engine.${system}.${step}.line`)}</p>
              {system === 'linux' && step !== 's1' && (
                <Command text={t(`engine.command${step.slice(1) as '2' | '3' | '4'}`)} />
              )}
            </div>
            {step === 's1' && download !== undefined && (
              <Button
                component="a"
                href={download}
                target="_blank"
                rel="noreferrer"
                variant="filled"
                leftSection={<Icon name="download" />}
              >
                {t('engine.download')}
              </Button>
            )}
          </li>
        ))}
      </ol>
      <p className="note" data-tone="idle">
        <Icon name="info" />
        <span>
          {system !== 'linux' && t('engine.terms')} {t('engine.podmanLine')}{' '}
          <a href={PODMAN_URL} target="_blank" rel="noreferrer">
            {t('engine.podmanGet')}
          </a>
        </span>
      </p>
    </section>
  );
}

function StartEngine() {
  const { t } = useText();
  const trpc = useTRPC();
  const start = useMutation(trpc.engine.start.mutationOptions());
  return (
    <section className="card engine-card">
      <p>{t('engine.startLine')}</p>
      <div className="row wrap">
        <Button
          variant="filled"
          size="lg"
          leftSection={<Icon name="play" />}
          loading={start.isPending}
          onClick={() => start.mutate()}
        >
          {t('engine.start')}
        </Button>
        <span className="sm ink2">{t('engine.startSelf')}</span>
      </div>
      <Refusal error={start.error} />
    </section>
  );
}

function AllowEngine({ ask }: { ask: Extract<Ask, { kind: 'allowEngine' }> }) {
  const { t } = useText();
  const windows = ask.endpoint.startsWith('npipe');
  return (
    <section className="card engine-card">
      <p>{t(windows ? 'engine.allowWindows' : 'engine.allowLine')}</p>
      {!windows && <Command text={t('engine.command3')} />}
      <p className="xs ink3">{t('engine.endpoint', { endpoint: ask.endpoint })}</p>
    </section>
  );
}
