import type { BotView, LinkView } from '../../../electron/contract/view';
import { useView } from '../../api/app-view';
import { ToneShape } from '../../parts/shape';
import { Phone } from '../../rehearsal/phone';
import { useText } from '../../text/text';
import { Background } from '../background';
import { Step } from '../step';
import { CannotScan, ScanPanel, scanTitle } from './scan-panel';

/** The last thing the user does. */
export function ScanStep({ bot, link, todo }: { bot: BotView; link: LinkView; todo: number }) {
  const { t } = useText();
  const view = useView();
  const othersReady = bot.chain.every(
    (one) =>
      one.tone === 'ok' ||
      ['login', 'bridge', 'reply'].includes(one.id) ||
      (one.state.kind === 'off' && one.state.why === 'ready'),
  );
  return (
    <Step
      title={scanTitle(t, link)}
      todo={todo}
      background={
        othersReady ? (
          <p className="row sm ink2">
            <ToneShape tone="ok" size={18} /> {t('wizard.quay.readySoon')}
          </p>
        ) : (
          <Background bot={bot} />
        )
      }
      actions={
        <>
          <CannotScan />
          {view.rehearsal && <Phone />}
        </>
      }
    >
      <ScanPanel bot={bot} link={link} phone={false} />
    </Step>
  );
}
