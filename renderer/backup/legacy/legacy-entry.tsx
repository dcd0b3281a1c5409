import { Button } from '@mantine/core';
import { useState } from 'react';
import { useText } from '../../text/text';
import { BringAlong } from './bring-along';

/** Where a bot can come from elsewhere: the way for who has a repository of the older backup tool. */
export function LegacyEntry({ onDone }: { onDone?(): void }) {
  const { t } = useText();
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <p className="sm ink2">{t('legacy.openLine')}</p>
      <div className="row wrap">
        <Button onClick={() => setOpen(true)}>{t('legacy.open')}…</Button>
      </div>
      {isOpen && <BringAlong onClose={() => setOpen(false)} onDone={onDone} />}
    </>
  );
}
