import { Button, SegmentedControl, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { Settings } from '../../electron/contract/settings';
import type { BotView } from '../../electron/contract/view';
import { useView } from '../api/app-view';
import { useTRPC } from '../api/trpc';
import { Icon } from '../parts/icon';
import { Refusal } from '../parts/refusal';
import { ToneShape } from '../parts/shape';
import { useText } from '../text/text';
import { VersionsSection } from '../versions/versions-section';
import { AboutSection } from './about-section';
import { AdvancedSection } from './advanced-section';
import { BotManner } from './bot-manner';
import { BotSection } from './bot-section';
import { DataSection } from './data-section';
import { DesktopSection } from './desktop-section';
import { ExportSection } from './export-section';
import { Mirrors } from './mirrors';
import { NotificationsSection } from './notifications-section';
import { ProxySetting } from './proxy-setting';
import { Registry } from './registry';
import { SecretsSection } from './secrets-section';
import { SettingNeedle } from './setting-needle';
import { SettingRow } from './setting-row';
import { TextSetting } from './text-setting';
import { UpdateSection } from './update-section';
import { useSetting } from './use-setting';
import './settings.css';

const SECTIONS = [
  'bot',
  'versions',
  'network',
  'notifications',
  'desktop',
  'general',
  'secrets',
  'data',
  'advanced',
  'engine',
  'updates',
  'about',
] as const;
type Section = (typeof SECTIONS)[number];

/** Settings of the app: a column of sections, each control explained in a sentence. */
export function SettingsPage({ bot }: { bot: BotView | undefined }) {
  const { t } = useText();
  const view = useView();
  const [section, setSection] = useState<Section>('network');
  const [search, setSearch] = useState('');
  const needle = search.trim().toLowerCase();
  const sections = SECTIONS.filter(
    (one) =>
      (bot || (one !== 'bot' && one !== 'advanced' && one !== 'versions')) &&
      (view.update || one !== 'updates'),
  );
  const shown = needle === '' ? [section] : sections;
  return (
    <>
      <header className="page-head">
        <h1>{t('settings.title')}</h1>
        <TextInput
          className="settings-search"
          aria-label={t('settings.find')}
          placeholder={t('settings.find')}
          leftSection={<Icon name="search" />}
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
          onKeyDown={(event) => event.key === 'Escape' && setSearch('')}
        />
      </header>
      {view.rehearsal && (
        <p className="note" data-tone="warn">
          <Icon name="mask" />
          {t('settings.rehearsing')}
        </p>
      )}
      <div className="settings">
        <nav className="settings-nav" aria-label={t('settings.sections')}>
          {sections.map((one) => (
            <button
              key={one}
              data-section={one}
              type="button"
              className="nav"
              aria-current={needle === '' && one === section ? 'true' : undefined}
              onClick={() => {
                setSearch('');
                setSection(one);
              }}
            >
              {t(`settings.${one}`)}
            </button>
          ))}
        </nav>
        <SettingNeedle value={needle}>
          <div className="settings-body" data-searching={needle !== '' || undefined}>
            {shown.includes('bot') && bot && <BotManner key={bot.id} bot={bot} />}
            {shown.includes('bot') && bot && <BotSection bot={bot} />}
            {shown.includes('bot') && bot && needle === '' && <ExportSection bot={bot} />}
            {shown.includes('versions') && bot && <VersionsSection bot={bot} />}
            {shown.includes('network') && <Network />}
            {shown.includes('notifications') && <NotificationsSection />}
            {shown.includes('desktop') && <DesktopSection />}
            {shown.includes('general') && <General />}
            {shown.includes('secrets') && (
              <SecretsSection
                onSection={(next) => {
                  setSearch('');
                  setSection(next);
                }}
              />
            )}
            {shown.includes('data') && <DataSection bot={bot} />}
            {shown.includes('engine') && <EngineSettings />}
            {shown.includes('advanced') && bot && <AdvancedSection key={bot.id} bot={bot} />}
            {shown.includes('updates') && view.update && <UpdateSection update={view.update} />}
            {shown.includes('about') && needle === '' && <AboutSection />}
            {needle !== '' && <p className="settings-none ink2">{t('settings.notFound')}</p>}
          </div>
        </SettingNeedle>
      </div>
    </>
  );
}

function Network() {
  return (
    <>
      <Mirrors />
      <section className="card">
        <Registry />
        <ProxySetting />
      </section>
    </>
  );
}

function General() {
  const { t } = useText();
  const language = useSetting(
    (settings) => settings.language,
    (value) => ({ language: value }),
  );
  const theme = useSetting(
    (settings) => settings.theme,
    (value) => ({ theme: value }),
  );
  return (
    <section className="card">
      <SettingRow
        title={t('settings.language')}
        line={t('settings.languageLine')}
        undo={language.undo}
        error={language.error}
      >
        <SegmentedControl
          aria-label={t('settings.language')}
          value={language.value}
          onChange={(value) => language.save(value as Settings['language'])}
          data={(['auto', 'zh', 'en'] as const).map((value) => ({
            value,
            label: t(`settings.languages.${value}`),
          }))}
        />
      </SettingRow>
      <SettingRow
        title={t('settings.theme')}
        line={t('settings.themeLine')}
        undo={theme.undo}
        error={theme.error}
      >
        <SegmentedControl
          aria-label={t('settings.theme')}
          value={theme.value}
          onChange={(value) => theme.save(value as Settings['theme'])}
          data={(['auto', 'light', 'dark'] as const).map((value) => ({
            value,
            label: t(`settings.themes.${value}`),
          }))}
        />
      </SettingRow>
    </section>
  );
}

function EngineSettings() {
  const { t } = useText();
  const trpc = useTRPC();
  const view = useView();
  const look = useMutation(trpc.engine.look.mutationOptions());
  const endpoint = useSetting(
    (settings) => settings.engine.endpoint,
    (value) => ({ engine: { endpoint: value } }),
  );
  return (
    <section className="card">
      <div className="row spread wrap engine-now">
        <span className="row">
          <ToneShape tone={view.engine.tone} size={20} />
          <b>{[view.engine.name, view.engine.version].filter(Boolean).join(' ')}</b>
        </span>
        <Button leftSection={<Icon name="again" />} loading={look.isPending} onClick={() => look.mutate()}>
          {t('settings.endpointLook')}
        </Button>
      </div>
      <TextSetting
        title={t('settings.endpoint')}
        line={t('settings.endpointLine')}
        setting={endpoint}
        problemOf={() => undefined}
        placeholder="unix:///var/run/docker.sock"
      />
      <Refusal error={look.error} />
    </section>
  );
}
