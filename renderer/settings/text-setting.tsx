import { Button, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useText } from '../text/text';
import { SettingRow } from './setting-row';
import type { Setting } from './use-setting';

interface Props {
  title: string;
  line: string;
  setting: Setting<string>;
  /** Says what is wrong with a text, or nothing. */
  problemOf(text: string): string | undefined;
  placeholder?: string;
  maxLength?: number;
}

/** A setting that is typed: kept on Enter or 存好, checked before. */
export function TextSetting({ title, line, setting, problemOf, placeholder, maxLength }: Props) {
  const { t } = useText();
  const [draft, setDraft] = useState<string>();
  const text = draft ?? setting.value;
  const problem = draft === undefined ? undefined : problemOf(draft.trim());
  const changed = draft !== undefined && draft.trim() !== setting.value;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!changed || problem !== undefined) return;
    setting.save(text.trim());
    setDraft(undefined);
  };
  return (
    <SettingRow title={title} line={line} undo={changed ? undefined : setting.undo} error={setting.error}>
      <form className="setting-form" onSubmit={submit}>
        <TextInput
          aria-label={title}
          value={text}
          placeholder={placeholder}
          maxLength={maxLength}
          error={problem}
          spellCheck={false}
          onChange={(event) => setDraft(event.currentTarget.value)}
        />
        {changed && (
          <Button type="submit" disabled={problem !== undefined}>
            {t('app.save')}
          </Button>
        )}
      </form>
    </SettingRow>
  );
}
