import { Button, Popover } from '@mantine/core';
import { useState } from 'react';
import type { Ask } from '../../../electron/contract/link-state';
import type { BotView, LinkView } from '../../../electron/contract/view';
import { useView } from '../../api/app-view';
import { useFix } from '../../api/use-actions';
import { Evidence } from '../../chain/evidence';
import { Remedy } from '../../chain/remedy';
import { Icon } from '../../parts/icon';
import { Refusal } from '../../parts/refusal';
import { ToneShape } from '../../parts/shape';
import { useNow } from '../../parts/use-now';
import { Phone } from '../../rehearsal/phone';
import { type TextFunction, useText } from '../../text/text';
import { durationText, maskedNumber } from '../../text/units';
import { AgeRing } from './age-ring';
import { QrCode } from './qr-code';
import './scan.css';

/** QQ's codes live for about two minutes. */
const CODE_LIFE_MS = 120_000;
const SOON_MS = 100_000;
const STEPS = ['step1', 'step2', 'step3'] as const;
const HELP = ['same', 'other', 'album', 'fresh'] as const;

/** The sign-in in each of its states. `phone`: with the rehearsal's phone below, where nothing else holds it. */
export function ScanPanel({ bot, link, phone }: { bot: BotView; link: LinkView; phone: boolean }) {
  const view = useView();
  return (
    <div className="scan" data-away={asked(link) !== 'scanQr' || undefined}>
      <div>
        <Picture link={link} />
        {phone && view.rehearsal && <Phone />}
      </div>
      <Side bot={bot} link={link} />
    </div>
  );
}

function asked(link: LinkView): Ask['kind'] | undefined {
  return link.state.kind === 'needsYou' ? link.state.ask.kind : undefined;
}

const TITLES = {
  scanQr: 'scan.title',
  confirmOnPhone: 'scan.scanned',
  solveCaptcha: 'scan.captcha',
  verifyDevice: 'scan.device',
  acceptAccount: 'scan.wrong',
} as const;

/** What the sign-in wants just now, as a title. */
export function scanTitle(t: TextFunction, { state }: LinkView): string {
  if (state.kind === 'broken') return t(`diagnosis.${state.diagnosis.code}.what`);
  if (state.kind === 'working' && state.doing === 'confirming') return t('scan.confirming');
  if (state.kind === 'needsYou' && state.ask.kind in TITLES)
    return t(TITLES[state.ask.kind as keyof typeof TITLES]);
  return t('scan.waiting');
}

function Picture({ link }: { link: LinkView }) {
  const { t } = useText();
  const now = useNow(1_000);
  const { state } = link;
  if (state.kind === 'needsYou' && state.ask.kind === 'scanQr') {
    const age = now - state.ask.since;
    return (
      <div className="qr-frame">
        <AgeRing left={1 - age / CODE_LIFE_MS} soon={age > SOON_MS} />
        <div className="qr-paper">
          <QrCode text={state.ask.url} label={t('scan.code', { time: durationText(t, age) })} />
        </div>
        <NewCode url={state.ask.url} />
      </div>
    );
  }
  return (
    <div className="qr-frame">
      <AgeRing left={0} soon={false} />
      <div className="qr-paper qr-away">
        <ToneShape tone={link.tone} size={56} />
      </div>
    </div>
  );
}

/** Says once that a new code has come; the first one needs no saying. */
function NewCode({ url }: { url: string }) {
  const { t } = useText();
  const first = useFirst(url);
  return (
    <p className="unseen" role="status">
      {first === url ? '' : t('scan.renewed')}
    </p>
  );
}

function useFirst(value: string): string {
  const [first] = useState(value);
  return first;
}

function Side({ bot, link }: { bot: BotView; link: LinkView }) {
  const { t } = useText();
  const { state } = link;
  if (state.kind === 'broken') {
    return (
      <section className="scan-side">
        <Remedy bot={bot} link={link} said="what" />
        <Evidence link={link} />
      </section>
    );
  }
  if (state.kind === 'working') {
    const confirming = state.doing === 'confirming';
    return (
      <section className="scan-side" role="status">
        <p className="ink2">{t(confirming ? 'scan.confirmingLine' : 'scan.waitingLine')}</p>
      </section>
    );
  }
  if (state.kind !== 'needsYou') {
    return (
      <section className="scan-side" role="status">
        <p className="ink2">{t('scan.waitingLine')}</p>
      </section>
    );
  }
  return <Asked bot={bot} link={link} ask={state.ask} />;
}

function Asked({ bot, link, ask }: { bot: BotView; link: LinkView; ask: Ask }) {
  const { t } = useText();
  const { press, pending, error } = useFix(bot.id);
  const pressing = (fix: Parameters<typeof press>[1]) => () => press(link.id, fix);
  switch (ask.kind) {
    case 'scanQr':
      return (
        <HowToScan
          since={ask.since}
          onRenew={pressing('refreshQr')}
          busy={pending === 'refreshQr'}
          error={error}
        />
      );
    case 'confirmOnPhone':
      return (
        <section className="scan-side" role="status">
          <p className="ink2">{t('scan.scannedLine')}</p>
          <div className="row">
            <Button
              variant="subtle"
              className="flush"
              loading={pending === 'refreshQr'}
              onClick={pressing('refreshQr')}
            >
              {t('scan.notThis')}
            </Button>
          </div>
          <Refusal error={error} />
        </section>
      );
    case 'solveCaptcha':
    case 'verifyDevice': {
      const which = ask.kind === 'solveCaptcha' ? 'captcha' : 'device';
      return (
        <section className="scan-side">
          <p className="ink2">{t(`scan.${which}Line`)}</p>
          <div className="row">
            <Button
              component="a"
              href={ask.url}
              target="_blank"
              rel="noreferrer"
              variant="filled"
              leftSection={<Icon name="open" />}
            >
              {t('scan.openVerify')}
            </Button>
          </div>
        </section>
      );
    }
    case 'acceptAccount':
      return (
        <section className="scan-side">
          <p className="ink2">
            {t('scan.wrongLine', {
              expected: maskedNumber(ask.expectedUin),
              nick: ask.nick,
              uin: maskedNumber(ask.uin),
            })}
          </p>
          <div className="row wrap fixes">
            <Button
              variant="filled"
              loading={pending === 'acceptAccount'}
              onClick={pressing('acceptAccount')}
            >
              {t('scan.accept')}
            </Button>
            <Button loading={pending === 'rejectAccount'} onClick={pressing('rejectAccount')}>
              {t('scan.reject')}
            </Button>
          </div>
          <Refusal error={error} />
        </section>
      );
    default:
      return null;
  }
}

interface HowToScanProps {
  since: number;
  onRenew(): void;
  busy: boolean;
  error: unknown;
}

function HowToScan({ since, onRenew, busy, error }: HowToScanProps) {
  const { t } = useText();
  const age = useNow(1_000) - since;
  return (
    <section className="scan-side">
      <ol className="scan-steps">
        {STEPS.map((step, index) => (
          <li key={step}>
            <span className="scan-number" aria-hidden="true">
              {index + 1}
            </span>
            <div>
              <h2>{t(`scan.${step}.title`)}</h2>
              <p className="ink2">{t(`scan.${step}.line`)}</p>
            </div>
          </li>
        ))}
      </ol>
      <div className="row spread wrap scan-age">
        <span className="row wrap">
          <span className="tone" data-tone="warn">
            <ToneShape tone="warn" size={18} /> {t('ask.scanQr.word')}
          </span>
          <span className="sm ink2">
            {age > SOON_MS ? t('scan.soon') : t('scan.age', { time: durationText(t, age) })}
          </span>
        </span>
        <Button variant="subtle" leftSection={<Icon name="again" />} loading={busy} onClick={onRenew}>
          {t('scan.now')}
        </Button>
      </div>
      <Refusal error={error} />
      <p className="note" data-tone="idle">
        <Icon name="wifi" size={20} />
        {t('scan.network')}
      </p>
      <p className="note scan-narrow" data-tone="idle">
        <Icon name="screen" size={20} />
        {t('scan.narrow')}
      </p>
    </section>
  );
}

/** Help for codes that phones will not take. */
export function CannotScan() {
  const { t } = useText();
  return (
    <Popover position="top-end" trapFocus>
      <Popover.Target>
        <Button variant="subtle">{t('scan.cannot')}</Button>
      </Popover.Target>
      <Popover.Dropdown>
        <b>{t('scan.help.title')}</b>
        <ul className="scan-help">
          {HELP.map((line) => (
            <li key={line}>{t(`scan.help.${line}`)}</li>
          ))}
        </ul>
      </Popover.Dropdown>
    </Popover>
  );
}
