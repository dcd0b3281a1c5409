import { Button, Progress, SegmentedControl } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { UpdateChannel, UpdateView } from '../../electron/contract/update';
import { useTRPC } from '../api/trpc';
import { Refusal } from '../parts/refusal';
import { ToneShape } from '../parts/shape';
import { useText } from '../text/text';
import { useIsFound } from './setting-needle';
import { SettingRow } from './setting-row';
import { SwitchSetting } from './switch-setting';
import { useSetting } from './use-setting';

/** How the app replaces itself: what is there, what it says of itself, and when. */
export function UpdateSection({ update }: { update: UpdateView }) {
  const { t, language } = useText();
  const trpc = useTRPC();
  const automatic = useSetting(
    (settings) => settings.updates.automatic,
    (value) => ({ updates: { automatic: value } }),
  );
  const channel = useSetting(
    (settings) => settings.updates.channel,
    (value) => ({ updates: { channel: value } }),
  );
  const check = useMutation(trpc.update.check.mutationOptions());
  const download = useMutation(trpc.update.download.mutationOptions());
  const install = useMutation(trpc.update.install.mutationOptions());
  const openPage = useMutation(trpc.update.openPage.mutationOptions());
  const { state, way } = update;
  const release = 'release' in state ? state.release : undefined;
  const isFound = useIsFound(t('updating.title'), headline());
  const get = way === 'page' ? openPage : download;
  return (
    <section className="card" aria-label={t('updating.title')}>
      <div className="setting" hidden={!isFound}>
        <div className="setting-text" role="status">
          <h3>{headline()}</h3>
          {update.waitsFor && <p className="xs ink3">{t(`updating.waits.${update.waitsFor}`)}</p>}
          {state.kind === 'idle' && state.checkedAt !== undefined && (
            <p className="xs ink3">
              {t('updating.checkedAt', { time: new Date(state.checkedAt).toLocaleString(language) })}
            </p>
          )}
          {state.kind === 'failed' && (
            <p className="xs tone" data-tone="warn">
              <ToneShape tone="warn" size={14} /> {t(`updating.problem.${state.problem}`)}
            </p>
          )}
          {state.kind === 'downloading' && state.totalBytes !== undefined && (
            <Progress
              aria-label={t('updating.downloading', { version: state.release.version })}
              value={(state.doneBytes / state.totalBytes) * 100}
            />
          )}
        </div>
        <div className="setting-control">
          {(state.kind === 'idle' || state.kind === 'failed' || state.kind === 'checking') && (
            <Button loading={state.kind === 'checking' || check.isPending} onClick={() => check.mutate()}>
              {t('updating.check')}
            </Button>
          )}
          {state.kind === 'available' && (
            <Button loading={get.isPending} onClick={() => get.mutate()}>
              {t(`updating.get.${way}`)}
            </Button>
          )}
          {state.kind === 'ready' && (
            <Button loading={install.isPending} onClick={() => install.mutate()}>
              {t('updating.install')}
            </Button>
          )}
        </div>
        <Refusal error={check.error ?? get.error ?? install.error} />
      </div>
      {release?.notes && (
        <details className="release-notes">
          <summary>{t('updating.notes', { version: release.version })}</summary>
          <pre>{release.notes}</pre>
        </details>
      )}
      <SwitchSetting title={t('updating.automatic')} line={t('updating.automaticLine')} setting={automatic} />
      <SettingRow
        title={t('updating.channel')}
        line={t('updating.channelLine')}
        undo={channel.undo}
        error={channel.error}
      >
        <SegmentedControl
          aria-label={t('updating.channel')}
          value={channel.value}
          onChange={(value) => channel.save(value as UpdateChannel)}
          data={(['stable', 'beta'] as const).map((value) => ({
            value,
            label: t(`updating.channels.${value}`),
          }))}
        />
      </SettingRow>
    </section>
  );

  function headline(): string {
    switch (state.kind) {
      case 'idle':
        return t(state.checkedAt === undefined ? 'updating.never' : 'updating.newest');
      case 'checking':
        return t('updating.checking');
      case 'failed':
        return t('updating.failed');
      default:
        return t(`updating.${state.kind}`, { version: state.release.version });
    }
  }
}
