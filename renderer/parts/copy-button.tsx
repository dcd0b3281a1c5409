import { ActionIcon, Button } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useText } from '../text/text';
import { Icon } from './icon';

/** Copies `text`, or what it answers at the click; says so for two seconds. With `label` it is a button with words, else an icon. */
export function CopyButton({ text, label }: { text: string | (() => string); label?: string }) {
  const { t } = useText();
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 2_000);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = () =>
    void navigator.clipboard.writeText(typeof text === 'string' ? text : text()).then(() => setCopied(true));
  const name = copied ? t('app.copied') : (label ?? t('app.copy'));
  const icon = <Icon name={copied ? 'tick' : 'copy'} />;
  return label === undefined ? (
    <ActionIcon onClick={copy} aria-label={name} title={name}>
      {icon}
    </ActionIcon>
  ) : (
    <Button onClick={copy} leftSection={icon}>
      {name}
    </Button>
  );
}
