import { ActionIcon, Button } from '@mantine/core';
import { lazy, Suspense, useState } from 'react';
import type { Persona } from '../../electron/contract/bot';
import type { OwnPersona } from '../../electron/contract/persona';
import type { BotView } from '../../electron/contract/view';
import { Icon } from '../parts/icon';
import { useText } from '../text/text';
import { SettingRow } from './setting-row';
import { useBotSetting } from './use-bot-setting';
import { useSetting } from './use-setting';

const PersonaEditor = lazy(() => import('./persona-editor').then((m) => ({ default: m.PersonaEditor })));

const BUILT_IN = ['assistant', 'companion', 'catgirl'] as const;

interface Row {
  key: string;
  name: string;
  line: string;
  isUsed: boolean;
  persona: Persona;
  own: OwnPersona | undefined;
}

/** Who the bot is: built-in personas and the user's own, each to be worn, looked at, copied; own ones to be changed. */
export function PersonaSetting({ bot }: { bot: BotView }) {
  const { t } = useText();
  const worn = useBotSetting(
    bot,
    (one) => one.persona,
    (value) => ({ persona: value }),
  );
  const library = useSetting(
    (settings) => settings.personas,
    (personas) => ({ personas }),
  );
  const [edited, setEdited] = useState<Row>();
  const { nickname, preset, text } = worn.value;
  const isKept = library.value.some((own) => own.text === text);
  const rows: Row[] = [
    ...BUILT_IN.map((id) => ({
      key: id,
      name: t(`card.preset.${id}`),
      line: t(`card.presetLine.${id}`),
      isUsed: preset === id,
      persona: { preset: id, text: '', nickname },
      own: undefined,
    })),
    // Written for this bot before there was a place to keep it.
    ...(preset === 'custom' && !isKept
      ? [
          {
            key: 'custom',
            name: t('card.preset.custom'),
            line: text.slice(0, 60),
            isUsed: true,
            persona: worn.value,
            own: undefined,
          },
        ]
      : []),
    ...library.value.map((own) => ({
      key: own.id,
      name: own.name,
      line: own.text.slice(0, 60),
      isUsed: preset === 'custom' && text === own.text,
      persona: { preset: 'custom' as const, text: own.text, nickname },
      own,
    })),
  ];
  const save = (own: OwnPersona) => {
    const before = library.value.find(({ id }) => id === own.id);
    library.save(before ? library.value.map((one) => (one === before ? own : one)) : [...library.value, own]);
    if (before && preset === 'custom' && text === before.text)
      worn.save({ preset: 'custom', text: own.text, nickname });
    setEdited(undefined);
  };
  return (
    <>
      <SettingRow
        title={t('card.persona')}
        line={t('manner.personaLine')}
        undo={worn.undo ?? library.undo}
        error={worn.error ?? library.error}
      >
        <ul className="personas">
          {rows.map((row) => (
            <li key={row.key} data-used={row.isUsed || undefined}>
              <div className="grow">
                <b className="sm">{row.name}</b>{' '}
                {row.isUsed && <span className="xs ink3">{t('manner.worn')}</span>}
                <p className="xs ink3">{row.line}</p>
              </div>
              {!row.isUsed && (
                <Button
                  size="xs"
                  aria-label={`${t('manner.wear')}: ${row.name}`}
                  onClick={() => worn.save(row.persona)}
                >
                  {t('manner.wear')}
                </Button>
              )}
              <Button
                size="xs"
                variant="subtle"
                aria-label={`${t(row.own ? 'manner.edit' : 'manner.copy')}: ${row.name}`}
                onClick={() => setEdited(row)}
              >
                {t(row.own ? 'manner.edit' : 'manner.copy')}…
              </Button>
              {row.own && (
                <ActionIcon
                  aria-label={t('manner.drop', { name: row.name })}
                  title={t('manner.drop', { name: row.name })}
                  onClick={() => library.save(library.value.filter((one) => one !== row.own))}
                >
                  <Icon name="cross" size={16} />
                </ActionIcon>
              )}
            </li>
          ))}
        </ul>
      </SettingRow>
      {edited && (
        <Suspense>
          <PersonaEditor
            bot={bot}
            from={edited.persona}
            own={edited.own}
            name={edited.own?.name ?? t('manner.copyOf', { name: edited.name })}
            onSave={save}
            onClose={() => setEdited(undefined)}
          />
        </Suspense>
      )}
    </>
  );
}
