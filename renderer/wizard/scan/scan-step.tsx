import type { BotView, LinkView } from '../../../electron/contract/view';
import { ToneShape } from '../../parts/shape';
import { useText } from '../../text/text';
import { Background } from '../background';
import { Step } from '../step';
import { CannotScan, ScanPanel } from './scan-panel';

/** The last thing the user does. */
export function ScanStep({ bot, link, todo }: { bot: BotView; link: LinkView; todo: number }) {
  const { t } = useText();
  const othersReady = bot.chain.every(
    (one) =>
      one.tone === 'ok' ||
      ['login', 'bridge', 'reply'].includes(one.id) ||
      (one.state.kind === 'off' && one.state.why === 'ready'),
  );
  return (
    <Step
      title={t('scan.title')}
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
      actions={<CannotScan />}
    >
      <ScanPanel bot={bot} link={link} />
    </Step>
  );
}
