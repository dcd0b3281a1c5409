import { Button, Modal, Switch, Textarea, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useId, useState } from 'react';
import type { BotView } from '../../electron/contract/view';
import { useTRPC } from '../api/trpc';
import { ChoiceGroup } from '../parts/choice-group';
import { Refusal } from '../parts/refusal';
import { useText } from '../text/text';
import { RemoveBot } from './remove-bot';

const PRESETS = ['assistant', 'companion', 'catgirl', 'custom'] as const;
const WAKES = [
  ['private', 'wakePrivate'],
  ['mention', 'wakeMention'],
  ['nickname', 'wakeNickname'],
] as const;

/** Name, persona, when it speaks, owner; and, at the end, taking it down. */
export function EditBot({ bot, onClose }: { bot: BotView; onClose(): void }) {
  const { t } = useText();
  const trpc = useTRPC();
  const labelId = useId();
  const patch = useMutation(trpc.bots.patch.mutationOptions({ onSuccess: onClose }));
  const [name, setName] = useState(bot.name);
  const [persona, setPersona] = useState(bot.persona);
  const [wake, setWake] = useState(bot.wake);
  const [owner, setOwner] = useState(bot.owner ?? '');
  const [removing, setRemoving] = useState(false);
  const ownerBad = owner !== '' && !/^\d{5,12}$/.test(owner);
  const nameBad = name.trim() === '' || persona.nickname.trim() === '';

  if (removing) return <RemoveBot bot={bot} onClose={onClose} />;
  return (
    <Modal
      opened
      onClose={onClose}
      size={560}
      title={t('card.title', { name: bot.name })}
      closeButtonProps={{ 'aria-label': t('app.close') }}
    >
      <div className="form">
        <div className="form-pair">
          <TextInput
            label={t('card.name')}
            value={name}
            maxLength={40}
            onChange={(e) => setName(e.currentTarget.value)}
          />
          <TextInput
            label={t('card.nickname')}
            description={t('card.nicknameHelp')}
            value={persona.nickname}
            maxLength={32}
            onChange={(e) => setPersona({ ...persona, nickname: e.currentTarget.value })}
          />
        </div>
        <div>
          <h3 className="bp-label" id={labelId}>
            {t('card.persona')}
          </h3>
          <ChoiceGroup
            className="presets"
            labelledBy={labelId}
            value={persona.preset}
            onChange={(preset) => setPersona({ ...persona, preset })}
            choices={PRESETS.map((preset) => ({
              value: preset,
              content: (
                <>
                  <b>{t(`card.preset.${preset}`)}</b>
                  <span>{t(`card.presetLine.${preset}`)}</span>
                </>
              ),
            }))}
          />
        </div>
        {persona.preset === 'custom' && (
          <Textarea
            label={t('card.text')}
            description={t('card.textHelp')}
            value={persona.text}
            maxLength={20_000}
            minRows={5}
            rows={5}
            onChange={(e) => setPersona({ ...persona, text: e.currentTarget.value })}
          />
        )}
        <fieldset className="form-wake">
          <legend className="bp-label">{t('card.wake')}</legend>
          <div className="row wrap">
            {WAKES.map(([key, text]) => (
              <Switch
                key={key}
                label={t(`card.${text}`)}
                checked={wake[key]}
                onChange={(e) => setWake({ ...wake, [key]: e.currentTarget.checked })}
              />
            ))}
          </div>
          <label className="form-random">
            <span className="sm">{t('card.wakeRandomLabel')}</span>
            <input
              type="range"
              min={0}
              max={30}
              value={Math.round(wake.random * 100)}
              aria-describedby={`${labelId}random`}
              onChange={(e) => setWake({ ...wake, random: Number(e.currentTarget.value) / 100 })}
            />
            <output className="sm">{Math.round(wake.random * 100)}%</output>
          </label>
          <p className="bp-help" id={`${labelId}random`}>
            {t('card.wakeRandomHelp')}
          </p>
        </fieldset>
        <TextInput
          label={t('card.ownerLabel')}
          description={t('card.ownerHelp')}
          value={owner}
          inputMode="numeric"
          error={ownerBad ? t('card.ownerBad') : undefined}
          onChange={(e) => setOwner(e.currentTarget.value.trim())}
        />
        <Refusal error={patch.error} />
        <div className="row spread wrap">
          <Button data-danger onClick={() => setRemoving(true)}>
            {t('card.remove')}
          </Button>
          <div className="row">
            <Button variant="subtle" onClick={onClose}>
              {t('app.cancel')}
            </Button>
            <Button
              variant="filled"
              disabled={ownerBad || nameBad}
              loading={patch.isPending}
              onClick={() => patch.mutate({ bot: bot.id, patch: { name, persona, wake, owner } })}
            >
              {t('app.save')}
            </Button>
          </div>
        </div>
      </div>
    </Modal>
  );
}
