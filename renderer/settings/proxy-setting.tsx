import { Button, PasswordInput, SegmentedControl, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { Settings } from '../../electron/contract/settings';
import { useView } from '../api/app-view';
import { useTRPC } from '../api/trpc';
import { useText } from '../text/text';
import { SettingRow } from './setting-row';
import { TextSetting } from './text-setting';
import { urlProblem } from './url-problem';
import { useSetting } from './use-setting';

/** By which proxy BotPier and the bots get out, and who signs in there. */
export function ProxySetting() {
  const { t } = useText();
  const { network } = useView();
  const from = useSetting(
    (settings) => settings.network.proxyFrom,
    (proxyFrom) => ({ network: { proxyFrom } }),
  );
  const proxy = useSetting(
    (settings) => settings.network.proxy,
    (value) => ({ network: { proxy: value } }),
  );
  return (
    <>
      <SettingRow
        title={t('proxy.title')}
        line={t(network.proxy === '' ? 'proxy.direct' : 'proxy.inUse', { proxy: network.proxy })}
        undo={from.undo}
        error={from.error}
      >
        <SegmentedControl
          aria-label={t('proxy.title')}
          value={from.value}
          onChange={(value) => from.save(value as Settings['network']['proxyFrom'])}
          data={(['own', 'system'] as const).map((value) => ({ value, label: t(`proxy.from.${value}`) }))}
        />
      </SettingRow>
      {from.value === 'own' && (
        <TextSetting
          title={t('settings.proxy')}
          line={t('settings.proxyLine')}
          setting={proxy}
          problemOf={(text) =>
            urlProblem(text)
              ? t('settings.urlBad')
              : URL.canParse(text) && new URL(text).username
                ? t('proxy.loginInUrl')
                : undefined
          }
          placeholder="http://127.0.0.1:7890"
        />
      )}
      <ProxyLogin />
      <SettingRow title={t('proxy.containers')} line={t('proxy.containersLine')}>
        {null}
      </SettingRow>
    </>
  );
}

function ProxyLogin() {
  const { t } = useText();
  const trpc = useTRPC();
  const { network } = useView();
  const [open, setOpen] = useState(false);
  const [user, setUser] = useState('');
  const [password, setPassword] = useState('');
  const close = () => {
    setOpen(false);
    setUser('');
    setPassword('');
  };
  const set = useMutation(trpc.network.setProxyLogin.mutationOptions({ onSuccess: close }));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (user.trim() !== '') set.mutate({ login: { user: user.trim(), password } });
  };
  return (
    <SettingRow title={t('proxy.login')} line={t('proxy.loginLine')} error={set.error}>
      {open ? (
        <form className="audience-list" onSubmit={submit}>
          <TextInput
            label={t('proxy.user')}
            value={user}
            maxLength={200}
            autoFocus
            autoComplete="off"
            onChange={(event) => setUser(event.currentTarget.value)}
          />
          <PasswordInput
            label={t('proxy.password')}
            value={password}
            maxLength={1_000}
            autoComplete="off"
            onChange={(event) => setPassword(event.currentTarget.value)}
          />
          <div className="row form-end">
            <Button variant="subtle" onClick={close}>
              {t('app.cancel')}
            </Button>
            <Button type="submit" disabled={user.trim() === ''} loading={set.isPending}>
              {t('app.save')}
            </Button>
          </div>
        </form>
      ) : (
        <>
          <span className="sm ink2">{t(`proxy.state.${network.login}`)}</span>
          {network.login !== 'absent' && (
            <Button variant="subtle" loading={set.isPending} onClick={() => set.mutate({})}>
              {t('proxy.forget')}
            </Button>
          )}
          <Button onClick={() => setOpen(true)}>{t('proxy.enter')}…</Button>
        </>
      )}
    </SettingRow>
  );
}
