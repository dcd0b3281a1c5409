import { SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import { useText } from '../text/text';
import { SettingRow } from './setting-row';
import { TextSetting } from './text-setting';
import { urlProblem } from './url-problem';
import { useSetting } from './use-setting';

const NPMMIRROR = 'https://registry.npmmirror.com';
type Kind = 'default' | 'npmmirror' | 'own';

/** Where plugins come from: the image's own source, the one in China, or another. */
export function Registry() {
  const { t } = useText();
  const setting = useSetting(
    (settings) => settings.network.pluginRegistry,
    (pluginRegistry) => ({ network: { pluginRegistry } }),
  );
  const [own, setOwn] = useState(false);
  const kind: Kind =
    own || (setting.value !== '' && setting.value !== NPMMIRROR)
      ? 'own'
      : setting.value === NPMMIRROR
        ? 'npmmirror'
        : 'default';
  const choose = (next: Kind) => {
    setOwn(next === 'own');
    if (next !== 'own') setting.save(next === 'npmmirror' ? NPMMIRROR : '');
  };
  return (
    <>
      <SettingRow
        title={t('settings.registry')}
        line={t('settings.registryLine')}
        undo={kind === 'own' ? undefined : setting.undo}
        error={setting.error}
      >
        <SegmentedControl
          aria-label={t('settings.registry')}
          value={kind}
          onChange={(value) => choose(value as Kind)}
          data={[
            { value: 'default', label: t('settings.registryDefault') },
            { value: 'npmmirror', label: t('settings.registryNpmmirror') },
            { value: 'own', label: t('settings.registryOwn') },
          ]}
        />
      </SettingRow>
      {kind === 'own' && (
        <TextSetting
          title={t('settings.registryUrl')}
          line={NPMMIRROR}
          setting={setting}
          problemOf={(text) => (urlProblem(text) ? t('settings.urlBad') : undefined)}
          placeholder={NPMMIRROR}
        />
      )}
    </>
  );
}
