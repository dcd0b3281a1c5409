import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { BotId } from '../../electron/contract/ids';
import {
  KeyPoolSettings,
  type KeyPoolSettingsPatch,
  type KeyPoolSettings as Settings,
} from '../../electron/contract/key-pool';
import { useTRPC } from '../api/trpc';
import { TextSetting } from '../settings/text-setting';
import type { Setting } from '../settings/use-setting';
import { useText } from '../text/text';
import '../settings/settings.css';

/** How the pool treats its keys: where it asks, by which ways, how patient it is. */
export function PoolSettings({ bot, settings }: { bot: BotId; settings: Settings }) {
  const { t } = useText();
  const use = usePoolSetting(bot);
  const shape = KeyPoolSettings.shape;
  const list = (text: string) => text.split(/[\s,，]+/).filter((part) => part !== '');
  const count = (name: 'maxRetries' | 'maxFailures', max: number) => (text: string) =>
    shape[name].safeParse(text === '' ? Number.NaN : Number(text)).success
      ? undefined
      : t('pool.settings.number', { min: 1, max });
  return (
    <section className="card pool-settings" aria-labelledby="pool-settings">
      <h2 className="h3" id="pool-settings">
        {t('pool.settings.title')}
      </h2>
      <TextSetting
        title={t('pool.settings.testModel')}
        line={t('pool.settings.testModelLine')}
        setting={use(settings.testModel, (testModel) => ({ testModel }))}
        problemOf={() => undefined}
        placeholder="gemini-2.5-flash-lite"
      />
      <TextSetting
        title={t('pool.settings.retries')}
        line={t('pool.settings.retriesLine')}
        setting={use(String(settings.maxRetries), (text) => ({ maxRetries: Number(text) }))}
        problemOf={count('maxRetries', 20)}
      />
      <TextSetting
        title={t('pool.settings.failures')}
        line={t('pool.settings.failuresLine')}
        setting={use(String(settings.maxFailures), (text) => ({ maxFailures: Number(text) }))}
        problemOf={count('maxFailures', 100)}
      />
      <TextSetting
        title={t('pool.settings.proxies')}
        line={t('pool.settings.proxiesLine')}
        setting={use(settings.proxies.join(' '), (text) => ({ proxies: list(text) }))}
        problemOf={(text) =>
          shape.proxies.safeParse(list(text)).success ? undefined : t('pool.settings.proxiesBad')
        }
        placeholder="http://127.0.0.1:7890"
      />
      <TextSetting
        title={t('pool.settings.baseUrl')}
        line={t('pool.settings.baseUrlLine')}
        setting={use(settings.baseUrl, (baseUrl) => ({ baseUrl }))}
        problemOf={(text) => (shape.baseUrl.safeParse(text).success ? undefined : t('settings.urlBad'))}
        placeholder="https://generativelanguage.googleapis.com/v1beta"
      />
    </section>
  );
}

/** One change at a time can be taken back: the last one, beside its own control. */
function usePoolSetting(bot: BotId) {
  const trpc = useTRPC();
  const save = useMutation(trpc.keyPool.settings.mutationOptions());
  const [last, setLast] = useState<{ patch: string; before: KeyPoolSettingsPatch }>();
  return (value: string, patchOf: (text: string) => KeyPoolSettingsPatch): Setting<string> => {
    const name = Object.keys(patchOf(value)).join();
    const mine = last?.patch === name ? last : undefined;
    return {
      value,
      save: (text) =>
        save.mutate(
          { bot, patch: patchOf(text) },
          { onSuccess: () => setLast({ patch: name, before: patchOf(value) }) },
        ),
      undo: mine && (() => save.mutate({ bot, patch: mine.before }, { onSuccess: () => setLast(undefined) })),
      error: Object.keys(save.variables?.patch ?? {}).join() === name ? save.error : undefined,
    };
  };
}
