import { Button } from '@mantine/core';
import type { BotView, LinkView } from '../../electron/contract/view';
import { Evidence, History } from '../chain/evidence';
import { Remedy } from '../chain/remedy';
import { go } from '../frame/use-page';
import { WhatIsThis } from '../handbook/what-is-this';
import { useText } from '../text/text';
import { EnginePanel } from '../wizard/engine/engine-panel';
import { KeepPanel } from '../wizard/keep-panel';
import { ScanPanel } from '../wizard/scan/scan-panel';
import { SpacePanel } from '../wizard/space-panel';
import { linkTitle } from './headline';

interface Props {
  bot: BotView;
  link: LinkView;
  /** The headline speaks of this link already. */
  said: boolean;
  onClose?: (() => void) | undefined;
}

/** A link opened: what it needs or what is wrong with it, the evidence, and what happened. */
export function LinkPanel({ bot, link, said, onClose }: Props) {
  const { t } = useText();
  const told = link.history.length > 0 || link.state.kind === 'broken';
  return (
    <div className="link-panel" data-alone={!told || undefined}>
      <section className="card link-panel-main" data-tone={link.tone}>
        {link.state.kind === 'broken' ? (
          <>
            <Remedy bot={bot} link={link} {...(said ? { said: 'whatAndWhy' } : {})} />
            <Evidence link={link} />
          </>
        ) : (
          <>
            {!said && <h2>{linkTitle(t, link)}</h2>}
            <Need bot={bot} link={link} />
            {link.state.kind === 'needsYou' && <WhatIsThis id={link.state.ask.kind} />}
          </>
        )}
        {onClose && (
          <Button variant="subtle" size="xs" className="link-panel-close" onClick={onClose}>
            {t('home.closeLink')}
          </Button>
        )}
      </section>
      {told && (
        <section className="card">
          <History link={link} />
        </section>
      )}
    </div>
  );
}

function Need({ bot, link }: { bot: BotView; link: LinkView }) {
  const { t } = useText();
  if (link.state.kind !== 'needsYou') return null;
  const { ask } = link.state;
  switch (ask.kind) {
    case 'installEngine':
    case 'startEngine':
    case 'allowEngine':
      return <EnginePanel bot={bot} link={link} />;
    case 'freeDisk':
      return <SpacePanel bot={bot} link={link} ask={ask} />;
    case 'keepOrReplace':
      return <KeepPanel bot={bot} link={link} ask={ask} />;
    case 'scanQr':
    case 'confirmOnPhone':
    case 'solveCaptcha':
    case 'verifyDevice':
    case 'acceptAccount':
      return <ScanPanel bot={bot} link={link} phone />;
    case 'enterKey':
    case 'enterAgain':
      return (
        <div className="row">
          <Button
            variant="filled"
            onClick={() => go(ask.kind === 'enterAgain' && ask.what === 'poolKeys' ? 'pool' : 'model')}
          >
            {t('home.enterKey')}
          </Button>
        </div>
      );
    case 'enterToken':
    case 'chooseComputer':
    case 'keepRecoveryKey':
      return (
        <div className="row">
          <Button variant="filled" onClick={() => go('backup')}>
            {t('fix.openBackup')}
          </Button>
        </div>
      );
    case 'chooseStack':
    case 'consent':
      return null;
  }
}
