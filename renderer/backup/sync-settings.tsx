import { Button, Modal, SegmentedControl, Switch, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { BotId } from '../../electron/contract/ids';
import type { SyncSettings as Settings, SyncEncryption, SyncPart } from '../../electron/contract/sync';
import { useTRPC } from '../api/trpc';
import { Refusal } from '../parts/refusal';
import { SettingRow } from '../settings/setting-row';
import { useText } from '../text/text';
import { SecretForm } from './secret-form';
import { useSavedBot } from './use-saved-bot';

const INTERVALS = [180, 900, 3_600, 86_400] as const;
const PARTS: readonly SyncPart[] = ['messenger', 'brain', 'keyPool'];

/** How often, how much and how closely locked; and the way out. */
export function SyncSettings({ bot, settings }: { bot: BotId; settings: Settings }) {
  const { t } = useText();
  const { patch, error } = useSavedBot(bot);
  const shown = INTERVALS.find((one) => one === settings.intervalSeconds);
  const toggle = (part: SyncPart, on: boolean) =>
    patch({ parts: PARTS.filter((one) => (one === part ? on : settings.parts.includes(one))) });
  return (
    <section className="card backup-settings" aria-label={t('backup.settings.title')}>
      <SettingRow title={t('backup.settings.interval')} line={t('backup.settings.intervalLine')}>
        <SegmentedControl
          aria-label={t('backup.settings.interval')}
          value={shown === undefined ? '' : String(shown)}
          onChange={(value) => patch({ intervalSeconds: Number(value) })}
          data={INTERVALS.map((seconds) => ({
            value: String(seconds),
            label: t(`backup.settings.intervals.s${seconds}`),
          }))}
        />
      </SettingRow>
      <SettingRow title={t('backup.settings.encryption')} line={t('backup.settings.encryptionLine')}>
        <SegmentedControl
          aria-label={t('backup.settings.encryption')}
          value={settings.encryption}
          onChange={(value) => patch({ encryption: value as SyncEncryption })}
          data={(['sensitive', 'everything'] as const).map((value) => ({
            value,
            label: t(`backup.settings.encryptions.${value}`),
          }))}
        />
      </SettingRow>
      <SettingRow title={t('backup.settings.parts')} line={t('backup.settings.partsLine')}>
        <div className="col backup-parts">
          {PARTS.map((part) => (
            <Switch
              key={part}
              label={t(`backup.settings.part.${part}`)}
              checked={settings.parts.includes(part)}
              // Something has to be left to save.
              disabled={settings.parts.length === 1 && settings.parts[0] === part}
              onChange={(event) => toggle(part, event.currentTarget.checked)}
            />
          ))}
        </div>
      </SettingRow>
      <Threshold
        key={settings.thresholdMb}
        value={settings.thresholdMb}
        onSave={(mb) => patch({ thresholdMb: mb })}
      />
      <Token bot={bot} />
      <TurnOff bot={bot} />
      <Refusal error={error} />
    </section>
  );
}

function Threshold({ value, onSave }: { value: number; onSave(mb: number): void }) {
  const { t } = useText();
  const [text, setText] = useState(String(value));
  const isGood = /^\d{1,2}$/.test(text) && Number(text) >= 1 && Number(text) <= 95;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isGood) onSave(Number(text));
  };
  return (
    <SettingRow title={t('backup.settings.threshold')} line={t('backup.settings.thresholdLine')}>
      <form className="setting-form backup-threshold" onSubmit={submit}>
        <TextInput
          aria-label={t('backup.settings.threshold')}
          value={text}
          inputMode="numeric"
          error={isGood ? undefined : t('backup.settings.thresholdBad')}
          onChange={(event) => setText(event.currentTarget.value.trim())}
        />
        <Button type="submit" disabled={!isGood || text === String(value)}>
          {t('app.save')}
        </Button>
      </form>
    </SettingRow>
  );
}

function Token({ bot }: { bot: BotId }) {
  const { t } = useText();
  const trpc = useTRPC();
  const [open, setOpen] = useState(false);
  const save = useMutation(trpc.sync.setToken.mutationOptions({ onSuccess: () => setOpen(false) }));
  return (
    <SettingRow title={t('backup.settings.token')} line={t('backup.settings.tokenLine')}>
      {open ? (
        <SecretForm
          label={t('backup.settings.tokenField')}
          help={t('backup.setUp.token.help')}
          button={t('backup.settings.tokenSave')}
          pending={save.isPending}
          error={save.error}
          onSubmit={(token) => save.mutate({ bot, token })}
        >
          <Button variant="subtle" onClick={() => setOpen(false)}>
            {t('app.cancel')}
          </Button>
        </SecretForm>
      ) : (
        <Button onClick={() => setOpen(true)}>{t('backup.settings.token')}</Button>
      )}
    </SettingRow>
  );
}

function TurnOff({ bot }: { bot: BotId }) {
  const { t } = useText();
  const trpc = useTRPC();
  const [open, setOpen] = useState(false);
  const turnOff = useMutation(trpc.sync.turnOff.mutationOptions());
  return (
    <SettingRow title={t('backup.settings.off')} line={t('backup.settings.offLine')}>
      <Button onClick={() => setOpen(true)}>{t('backup.settings.off')}</Button>
      <Modal
        opened={open}
        onClose={() => setOpen(false)}
        size={460}
        title={t('backup.settings.offTitle')}
        closeButtonProps={{ 'aria-label': t('app.close') }}
      >
        <div className="form">
          <p>{t('backup.settings.offSure')}</p>
          <Refusal error={turnOff.error} />
          <div className="row form-end">
            <Button variant="subtle" onClick={() => setOpen(false)}>
              {t('app.cancel')}
            </Button>
            <Button data-danger loading={turnOff.isPending} onClick={() => turnOff.mutate({ bot })}>
              {t('backup.settings.off')}
            </Button>
          </div>
        </div>
      </Modal>
    </SettingRow>
  );
}
