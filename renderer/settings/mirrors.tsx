import { ActionIcon, Button, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { Tone } from '../../electron/contract/tone';
import { useTRPC } from '../api/trpc';
import { Icon } from '../parts/icon';
import { Refusal } from '../parts/refusal';
import { ToneShape } from '../parts/shape';
import { useText } from '../text/text';
import { Saved } from './saved';
import { useSetting } from './use-setting';

const OFFICIAL = 'docker.io';
const FORM = /^[a-z0-9.-]+(:\d+)?(\/[a-z0-9._/-]+)?$/i;

/** The list of mirrors in the order they are tried, and how quick each is. */
export function Mirrors() {
  const { t } = useText();
  const trpc = useTRPC();
  const setting = useSetting(
    (settings) => settings.network.mirrors,
    (mirrors) => ({ network: { mirrors } }),
  );
  const test = useMutation(trpc.network.testMirrors.mutationOptions());
  const [draft, setDraft] = useState<string>();
  const mirrors = setting.value;
  const resultOf = (mirror: string) => test.data?.find((result) => result.mirror === mirror);
  const fastest = Math.min(
    ...(test.data ?? []).map((result) => result.latencyMs ?? Number.POSITIVE_INFINITY),
  );
  const name = draft?.trim() ?? '';
  const problem =
    name === ''
      ? undefined
      : !FORM.test(name)
        ? t('settings.mirrorBad')
        : mirrors.includes(name)
          ? t('settings.mirrorTwice')
          : undefined;
  const add = (event: FormEvent) => {
    event.preventDefault();
    if (name === '' || problem !== undefined) return;
    setting.save([...mirrors, name]);
    setDraft(undefined);
  };
  const raise = (index: number) => {
    const next = [...mirrors];
    const [moved] = next.splice(index, 1);
    if (moved !== undefined) next.splice(index - 1, 0, moved);
    setting.save(next);
  };

  return (
    <section>
      <div className="row spread wrap settings-head">
        <div>
          <h2>{t('settings.mirrors')}</h2>
          <p className="sm ink2">{t('settings.mirrorsLine')}</p>
        </div>
        <span className="row">
          <Saved onUndo={setting.undo} />
          <Button loading={test.isPending} onClick={() => test.mutate()}>
            {t(test.isPending ? 'settings.testing' : 'settings.test')}
          </Button>
        </span>
      </div>
      <ol className="card mirrors">
        {mirrors.length === 0 && <li className="sm ink2">{t('settings.noMirrors')}</li>}
        {mirrors.map((mirror, index) => {
          const result = resultOf(mirror);
          const tone: Tone = test.isPending
            ? 'busy'
            : !result
              ? 'idle'
              : result.latencyMs === undefined
                ? 'bad'
                : 'ok';
          return (
            <li key={mirror}>
              <ToneShape tone={tone} size={17} />
              <div className="grow">
                <b className="sm">{mirror}</b>
                {mirror === OFFICIAL && <span className="xs ink3"> {t('settings.official')}</span>}
                {result?.latencyMs === undefined && result && <p className="xs ink2">{result.message}</p>}
              </div>
              {result?.latencyMs !== undefined && (
                <span className="mirror-speed">
                  <span className="bar" aria-hidden="true">
                    <i style={{ width: `${Math.round((fastest / result.latencyMs) * 100)}%` }} />
                  </span>
                  <span className="sm nowrap mirror-latency">
                    {t('unit.ms', { n: Math.round(result.latencyMs) })}
                  </span>
                </span>
              )}
              {result && result.latencyMs === undefined && (
                <span className="tone" data-tone="bad">
                  {t('settings.notUsable')}
                </span>
              )}
              <span className="row mirror-buttons">
                <ActionIcon
                  disabled={index === 0}
                  aria-label={t('settings.up', { mirror })}
                  title={t('settings.up', { mirror })}
                  onClick={() => raise(index)}
                >
                  <Icon name="up" size={16} />
                </ActionIcon>
                <ActionIcon
                  aria-label={t('settings.removeMirror', { mirror })}
                  title={t('settings.removeMirror', { mirror })}
                  onClick={() => setting.save(mirrors.filter((one) => one !== mirror))}
                >
                  <Icon name="cross" size={16} />
                </ActionIcon>
              </span>
            </li>
          );
        })}
      </ol>
      {draft === undefined ? (
        <Button
          variant="subtle"
          className="flush"
          leftSection={<Icon name="plus" />}
          onClick={() => setDraft('')}
        >
          {t('settings.addMirror')}
        </Button>
      ) : (
        <form className="mirror-form" onSubmit={add}>
          <TextInput
            label={t('settings.mirrorName')}
            description={t('settings.mirrorHelp')}
            error={problem}
            value={draft}
            autoFocus
            spellCheck={false}
            onChange={(event) => setDraft(event.currentTarget.value)}
          />
          <div className="row">
            <Button type="submit" disabled={name === '' || problem !== undefined}>
              {t('settings.add')}
            </Button>
            <Button variant="subtle" onClick={() => setDraft(undefined)}>
              {t('app.cancel')}
            </Button>
          </div>
        </form>
      )}
      <Refusal error={setting.error ?? test.error} />
    </section>
  );
}
