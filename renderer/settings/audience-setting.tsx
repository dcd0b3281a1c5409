import { Button, SegmentedControl, Textarea } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import type { Audience, Hearing } from '../../electron/contract/bot';
import type { BotView } from '../../electron/contract/view';
import { useText } from '../text/text';
import { SettingRow } from './setting-row';
import { useBotSetting } from './use-bot-setting';

const QQ_NUMBER = /^\d{5,12}$/;

/** Which groups, or which people, the bot hears. */
export function AudienceSetting({ bot, of }: { bot: BotView; of: keyof Hearing }) {
  const { t } = useText();
  const setting = useBotSetting<Audience>(
    bot,
    (one) => one.hearing[of],
    (value) => ({ hearing: { [of]: value } }),
  );
  const { hears, list } = setting.value;
  const [draft, setDraft] = useState<string>();
  const numbers = (draft ?? list.join('\n')).split(/[\s,，、;；]+/).filter(Boolean);
  const wrong = numbers.find((number) => !QQ_NUMBER.test(number));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (draft === undefined || wrong !== undefined) return;
    setting.save({ hears, list: [...new Set(numbers)] });
    setDraft(undefined);
  };
  const title = t(`manner.hearing.${of}.title`);
  return (
    <SettingRow
      title={title}
      line={t(`manner.hearing.${of}.line`)}
      undo={draft === undefined ? setting.undo : undefined}
      error={setting.error}
    >
      <div className="audience">
        <SegmentedControl
          aria-label={title}
          value={hears}
          onChange={(value) => setting.save({ hears: value as Audience['hears'], list })}
          data={(['all', 'only', 'except'] as const).map((value) => ({
            value,
            label: t(`manner.hears.${value}`),
          }))}
        />
        {hears !== 'all' && (
          <form className="audience-list" onSubmit={submit}>
            <Textarea
              label={t('manner.list')}
              description={t(hears === 'only' && list.length === 0 ? 'manner.nobodyYet' : 'manner.listHelp')}
              value={draft ?? list.join('\n')}
              rows={3}
              spellCheck={false}
              error={wrong === undefined ? undefined : t('manner.notANumber', { text: wrong })}
              onChange={(event) => setDraft(event.currentTarget.value)}
            />
            {draft !== undefined && (
              <div className="row form-end">
                <Button variant="subtle" onClick={() => setDraft(undefined)}>
                  {t('app.cancel')}
                </Button>
                <Button type="submit" disabled={wrong !== undefined}>
                  {t('app.save')}
                </Button>
              </div>
            )}
          </form>
        )}
      </div>
    </SettingRow>
  );
}
