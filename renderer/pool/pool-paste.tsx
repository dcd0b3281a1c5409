import { Button, Textarea } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { KeysAdded } from '../../electron/contract/key-pool';
import type { BotView } from '../../electron/contract/view';
import { useTRPC } from '../api/trpc';
import type { OfferedService } from '../api/use-optional-service';
import { Icon } from '../parts/icon';
import { Refusal } from '../parts/refusal';
import { ToneShape } from '../parts/shape';
import { type TextFunction, useText } from '../text/text';
import { PoolLicence } from './licence';
import { readKeys } from './read-keys';
import { useAddKeys } from './use-add-keys';

interface Props {
  bot: BotView;
  service: OfferedService;
  /** Folds the form; absent where there is nothing else to see. */
  onClose?: (() => void) | undefined;
}

/** A field for many keys at once. Says what it understood before anything is kept. */
export function PoolPaste({ bot, service, onClose }: Props) {
  const { t } = useText();
  const trpc = useTRPC();
  const providers = useQuery(trpc.model.providers.queryOptions());
  const { addKeys, pending, error } = useAddKeys(bot.id);
  const [text, setText] = useState('');
  const [added, setAdded] = useState<KeysAdded>();
  const prefixes = providers.data?.find((provider) => provider.id === 'gemini')?.keyPrefixes ?? [];
  const found = readKeys(text, prefixes).length;
  const mustAgree = bot.keyPool?.consented !== true;

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (text.trim() === '' || pending) return;
    void addKeys(text, { agree: mustAgree }).then(
      (result) => {
        setAdded(result);
        setText('');
      },
      () => {},
    );
  };
  return (
    <form className="card pool-paste" onSubmit={submit}>
      <Textarea
        classNames={{ input: 'pool-paste-field' }}
        label={t('pool.paste.label')}
        description={t('pool.paste.help')}
        rows={4}
        autoFocus={onClose !== undefined}
        value={text}
        autoComplete="off"
        spellCheck={false}
        maxLength={500_000}
        onChange={(event) => {
          setText(event.currentTarget.value);
          setAdded(undefined);
        }}
      />
      <p className="row sm pool-found" role="status">
        {added ? (
          <>
            <ToneShape tone={added.added > 0 ? 'ok' : 'warn'} size={17} />
            {addedText(t, added)}
          </>
        ) : text.trim() === '' ? null : found > 0 ? (
          <>
            <Icon name="key" size={17} />
            <b>{t('pool.paste.found', { n: found })}</b>
          </>
        ) : (
          <>
            <ToneShape tone="warn" size={17} />
            {t('pool.paste.foundNone', { prefixes: prefixes.join(t('card.and')) })}
          </>
        )}
      </p>
      {mustAgree && <PoolLicence service={service} />}
      <Refusal error={error} />
      <div className="row wrap">
        <Button type="submit" variant="filled" disabled={text.trim() === ''} loading={pending}>
          {t(mustAgree ? 'pool.paste.agreeAndPut' : 'pool.paste.put')}
        </Button>
        {onClose && (
          <Button variant="subtle" onClick={onClose}>
            {t('app.close')}
          </Button>
        )}
      </div>
    </form>
  );
}

/** What became of a pasted text, in numbers. */
export function addedText(t: TextFunction, { added, duplicate, malformed }: KeysAdded): string {
  return [
    t('pool.paste.added', { n: added }),
    duplicate > 0 ? t('pool.paste.duplicate', { n: duplicate }) : '',
    malformed > 0 ? t('pool.paste.malformed', { n: malformed }) : '',
  ]
    .filter((part) => part !== '')
    .join(' · ');
}
