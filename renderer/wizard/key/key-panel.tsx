import { Button, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import type { Provider, ProviderId } from '../../../electron/contract/model';
import type { BotView } from '../../../electron/contract/view';
import { useView } from '../../api/app-view';
import { useTRPC } from '../../api/trpc';
import { ChoiceGroup } from '../../parts/choice-group';
import { Icon } from '../../parts/icon';
import { Refusal } from '../../parts/refusal';
import { goodOf } from '../../pool/key-tone';
import { PoolOffer } from '../../pool/pool-offer';
import { readKeys } from '../../pool/read-keys';
import { useText } from '../../text/text';
import { CheckResult } from './check-result';
import { tellProvider } from './tell-provider';
import type { Connect } from './use-connect';
import './key.css';

/** The provider whose keys a pool takes. */
const POOLED: ProviderId = 'gemini';
/** What the toy model is given for a key: it takes any. */
const TOY_KEY = 'rehearsal';

interface Props {
  bot: BotView;
  connect: Connect;
  /** Said before a key is tried and with its result. */
  onTry(): void;
  onResult(ok: boolean): void;
  /** The user looks around in the models: nothing should move on under their hands. */
  onBrowse(): void;
  movesOn: boolean;
}

/** Provider, key and result. A key is tried the moment it is pasted and stored only when it works. */
export function KeyPanel({ bot, connect, onTry, onResult, onBrowse, movesOn }: Props) {
  const { t, language } = useText();
  const trpc = useTRPC();
  const view = useView();
  const labelId = useId();
  const field = useRef<HTMLInputElement>(null);
  const providers = useQuery(trpc.model.providers.queryOptions());
  const [picked, setPicked] = useState<ProviderId>();
  const [key, setKey] = useState('');
  const [baseUrl, setBaseUrl] = useState('');
  const [model, setModel] = useState('');
  const [advanced, setAdvanced] = useState(false);
  const [switchedTo, setSwitchedTo] = useState<ProviderId>();
  /** Pasted before it was known which providers there are. */
  const [early, setEarly] = useState<string>();
  const [many, setMany] = useState<{ text: string; keys: string[]; put: boolean }>();
  const list = providers.data ?? [];
  // What was said before the start stands in for what is not typed here.
  const preset = view.modelPreset;
  const id = picked ?? bot.model?.provider ?? preset?.provider ?? 'deepseek';
  const presetOf = (one: ProviderId) => (preset?.provider === one ? preset : undefined);
  const isToy = (one: ProviderId) => view.rehearsal && one === 'custom' && presetOf(one) !== undefined;
  const provider = list.find((one) => one.id === id) ?? list[0];
  const showUrl = advanced || (id === 'custom' && !presetOf(id)?.baseUrl);

  const attempt = async (text: string, chosen: Provider | undefined = provider) => {
    if (!chosen) return;
    if (chosen.needsKey && text.trim() === '') return field.current?.focus();
    setMany(undefined);
    onTry();
    const outcome = await connect.tryKey({
      provider: chosen,
      baseUrl: baseUrl.trim() || presetOf(chosen.id)?.baseUrl || chosen.baseUrl,
      key: text,
      model: model.trim() || presetOf(chosen.id)?.model,
    });
    if (outcome === 'works') setKey('');
    if (outcome !== 'overtaken') onResult(outcome === 'works');
  };
  const choose = (next: ProviderId) => {
    setPicked(next);
    setSwitchedTo(undefined);
    setBaseUrl('');
    setMany(undefined);
    connect.forget();
  };
  const paste = (text: string) => {
    if (!provider) return setEarly(text);
    const pooled = list.find((one) => one.id === POOLED);
    const keys = readKeys(text, pooled?.keyPrefixes ?? []);
    if (pooled && keys.length > 1) {
      choose(pooled.id);
      setKey('');
      return setMany({ text, keys, put: false });
    }
    setKey(text);
    const told = id === 'custom' && !isToy(id) ? undefined : tellProvider(text, list);
    // The toy would take any key: whoever pastes one means a real model.
    const meant = told ?? (isToy(id) ? list.find((one) => one.needsKey)?.id : undefined);
    const other = meant !== undefined && meant !== id ? list.find((one) => one.id === meant) : undefined;
    if (other) {
      setPicked(other.id);
      setSwitchedTo(told);
      setBaseUrl('');
    }
    // Without an address of its own there is nothing to try yet.
    if (showUrl && id === 'custom' && baseUrl.trim() === '') return;
    void attempt(text, other ?? provider);
  };

  const pool = bot.keyPool;
  const pooled = many?.put === true && pool !== undefined && pool.checking === undefined;
  const good = pool ? goodOf(pool.keys) : 0;
  useEffect(() => {
    if (pooled) onResult(good > 0);
  }, [pooled, good, onResult]);

  useEffect(() => {
    if (early === undefined || !provider) return;
    setEarly(undefined);
    paste(early);
  });

  useEffect(() => {
    // Paste works wherever the focus is, as long as it is not in another field.
    const onPaste = (event: ClipboardEvent) => {
      if (event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement) return;
      const text = event.clipboardData?.getData('text') ?? '';
      if (text !== '') paste(text);
    };
    document.addEventListener('paste', onPaste);
    return () => document.removeEventListener('paste', onPaste);
  });

  const onKey = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key === 'Enter') void attempt(key);
  };
  if (!provider) return <Refusal error={providers.error} />;
  const nameOf = (one: Provider) => (isToy(one.id) ? t('rehearsal.toy') : one.name[language]);
  const name = nameOf(provider);
  const choices = [...list.filter((one) => isToy(one.id)), ...list.filter((one) => !isToy(one.id))];

  return (
    <div className="key" data-toy={isToy(provider.id) || undefined}>
      <div>
        <h2 className="bp-label" id={labelId}>
          {t('key.which')}
        </h2>
        <ChoiceGroup
          className="providers"
          labelledBy={labelId}
          value={provider.id}
          onChange={choose}
          choices={choices.map((one) => ({
            value: one.id,
            content: (
              <>
                <b>{nameOf(one)}</b>
                <span>{isToy(one.id) ? t('rehearsal.toyNote') : one.note[language]}</span>
              </>
            ),
          }))}
        />
      </div>
      <div className="key-right">
        {showUrl && (
          <TextInput
            label={t('key.baseUrl')}
            description={t('key.baseUrlHelp')}
            placeholder={presetOf(id)?.baseUrl ?? (provider.baseUrl || 'https://example.com/v1')}
            value={baseUrl}
            inputMode="url"
            spellCheck={false}
            onChange={(event) => setBaseUrl(event.currentTarget.value)}
            onKeyDown={onKey}
          />
        )}
        {showUrl && (
          <TextInput
            label={t('key.model')}
            description={t('key.modelHelp')}
            placeholder={provider.suggestedModels[0]}
            value={model}
            spellCheck={false}
            onChange={(event) => setModel(event.currentTarget.value)}
            onKeyDown={onKey}
          />
        )}
        {isToy(provider.id) ? (
          <ToyModel
            used={connect.trying || connect.check?.kind === 'ok'}
            onUse={() => void attempt(TOY_KEY)}
          />
        ) : provider.needsKey || id === 'custom' ? (
          <div>
            <div className="row spread wrap key-head">
              <label className="bp-label" htmlFor={`${labelId}key`}>
                {t('key.paste', { provider: name })}
              </label>
              {provider.keyUrl && (
                <a className="xs" href={provider.keyUrl} target="_blank" rel="noreferrer">
                  {t('key.get', { host: new URL(provider.keyUrl).host })}
                </a>
              )}
            </div>
            <TextInput
              ref={field}
              id={`${labelId}key`}
              type="password"
              className="key-field"
              autoComplete="off"
              spellCheck={false}
              leftSection={<Icon name="key" />}
              aria-describedby={`${labelId}help`}
              placeholder={t('key.placeholder', { keys: isApple() ? '⌘V' : 'Ctrl+V' })}
              value={key}
              onChange={(event) => setKey(event.currentTarget.value)}
              onPaste={(event) => {
                event.preventDefault();
                paste(event.clipboardData.getData('text'));
              }}
              onKeyDown={onKey}
            />
            <p className="bp-help" id={`${labelId}help`}>
              {t('key.keep')}
            </p>
          </div>
        ) : (
          <div className="row wrap">
            <p className="sm ink2 grow">{t('key.noKey')}</p>
            <Button variant="filled" loading={connect.trying} onClick={() => void attempt('')}>
              {t('key.tryIt')}
            </Button>
          </div>
        )}
        {switchedTo === provider.id && (
          <p className="note" data-tone="busy" role="status">
            <Icon name="info" />
            {t('key.switched', { provider: name })}
          </p>
        )}
        {many && (
          <PoolOffer
            bot={bot}
            text={many.text}
            count={many.keys.length}
            put={many.put}
            onPut={() => {
              setMany({ ...many, put: true });
              onTry();
            }}
            onFirst={() => void attempt(many.keys[0] ?? '')}
          />
        )}
        <CheckResult
          connect={connect}
          provider={provider}
          address={baseUrl.trim() || presetOf(id)?.baseUrl || provider.baseUrl}
          movesOn={movesOn}
          onBrowse={onBrowse}
          onStop={() => {
            connect.forget();
            onResult(false);
          }}
          onAgain={() => {
            connect.forget();
            setKey('');
            field.current?.focus();
          }}
          onRetry={(change) => {
            onTry();
            void connect.again(change).then((outcome) => {
              if (outcome !== 'overtaken') onResult(outcome === 'works');
            });
          }}
          onSwitch={(direct) => {
            const next = list.find(
              (one) => one.id !== id && one.needsKey && (!direct || !one.needsProxyInChina),
            );
            if (next) choose(next.id);
            field.current?.focus();
          }}
          onEditUrl={() => setAdvanced(true)}
        />
        <Refusal error={connect.error} />
        {!showUrl && !isToy(provider.id) && (
          <Button className="key-advanced" variant="subtle" size="xs" onClick={() => setAdvanced(true)}>
            {t('key.advanced')}
          </Button>
        )}
      </div>
    </div>
  );
}

/** The rehearsal's own model: one press, nothing to paste. */
function ToyModel({ used, onUse }: { used: boolean; onUse(): void }) {
  const { t } = useText();
  return (
    <>
      <p className="sm ink2">{t('rehearsal.toyLine')}</p>
      {!used && (
        <div className="row">
          <Button variant="filled" size="lg" onClick={onUse}>
            {t('rehearsal.toyUse')}
          </Button>
        </div>
      )}
    </>
  );
}

function isApple(): boolean {
  return /Mac|iPhone|iPad/.test(navigator.userAgent);
}
