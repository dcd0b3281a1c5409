import { UnstyledButton } from '@mantine/core';
import { useState } from 'react';
import type { LinkId } from '../../electron/contract/ids';
import type { LinkView } from '../../electron/contract/view';
import { Chain, MicroChain } from '../chain/chain';
import { stateWord } from '../chain/link-words';
import { useText } from '../text/text';

/** The chain folded into one line for narrow windows; a tap opens it. */
export function NarrowChain({ chain, here }: { chain: readonly LinkView[]; here: LinkId | undefined }) {
  const { t } = useText();
  const [open, setOpen] = useState(false);
  const at = Math.max(
    0,
    chain.findIndex((link) => link.id === here),
  );
  const link = chain[at];
  if (!link) return null;
  const line = t('chain.at', {
    n: at + 1,
    word: t(`chain.${link.id}`),
    state: stateWord(t, link, { brief: true, settingUp: true }),
  });
  return (
    <div className="narrow-chain">
      <UnstyledButton
        className="narrow-chain-line"
        aria-expanded={open}
        aria-label={`${line} · ${t(open ? 'chain.hideChain' : 'chain.showChain')}`}
        onClick={() => setOpen(!open)}
      >
        <b className="sm">{line}</b>
        <MicroChain chain={chain} />
      </UnstyledButton>
      {open && <Chain chain={chain} variant="down" here={here} settingUp />}
    </div>
  );
}
