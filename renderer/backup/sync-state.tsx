import { Button } from '@mantine/core';
import type { SyncView } from '../../electron/contract/sync';
import type { BotView } from '../../electron/contract/view';
import { Fixes } from '../chain/remedy';
import { WhatIsThis } from '../handbook/what-is-this';
import { Icon } from '../parts/icon';
import { Refusal } from '../parts/refusal';
import { ToneShape } from '../parts/shape';
import { useNow } from '../parts/use-now';
import { type TextFunction, useText } from '../text/text';
import { momentText, sentencesText, sizeText } from '../text/units';
import { syncHead } from './sync-head';
import { SyncNeed } from './sync-need';
import { SyncProgress } from './sync-progress';
import { useSavedBot } from './use-saved-bot';

const WEEK_MS = 7 * 24 * 3_600_000;

/** How the saving of a bot stands, and what can be done about it. */
export function SyncState({ bot, sync }: { bot: BotView; sync: SyncView }) {
  const { t, language } = useText();
  const now = useNow(10_000);
  const saved = useSavedBot(bot.id);
  const link = bot.chain.find(({ id }) => id === 'sync');
  const { tone, title } = syncHead(t, sync, link);
  const { failure, running, settings, tokenExpiresAt } = sync;
  const broken = link?.state.kind === 'broken' ? link.state : undefined;
  const mayRun =
    !running && !sync.conflict && sync.token === 'present' && settings.keyConfirmedAt !== undefined;
  return (
    <section className="card backup-card" data-tone={tone} aria-labelledby="sync-head">
      <div className="row backup-head">
        <ToneShape tone={tone} size={30} />
        <div className="grow">
          <h2 id="sync-head" aria-live="polite">
            {title}
          </h2>
          <p className="sm ink2">{linesOf(t, language, sync, now).join(' · ')}</p>
        </div>
      </div>
      {running && <SyncProgress progress={running} />}
      {failure && (
        <div className="col backup-gap">
          <p className="ink2">
            {sentencesText(language, t(`diagnosis.${failure.code}.why`), t(`diagnosis.${failure.code}.todo`))}
          </p>
          {failure.evidence.length > 0 && (
            // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it
            <pre className="evidence-lines mono" tabIndex={0}>
              {failure.evidence.join('\n')}
            </pre>
          )}
          {broken && link && (
            <Fixes
              bot={bot}
              link={link}
              fixes={broken.fixes.filter((fix) => fix !== 'openBackup' && fix !== 'retry')}
            />
          )}
          <WhatIsThis id={failure.code} />
        </div>
      )}
      <SyncNeed bot={bot} sync={sync} />
      {tokenExpiresAt !== undefined && tokenExpiresAt - now < WEEK_MS && (
        <p className="note" data-tone="warn">
          <ToneShape tone="warn" size={17} />
          {tokenExpiresAt > now
            ? t('backup.sync.expires', { time: momentText(t, language, tokenExpiresAt, now) })
            : t('backup.sync.expired')}
        </p>
      )}
      <Refusal error={saved.error} />
      <div className="row wrap">
        {running ? (
          <Button leftSection={<Icon name="stop" />} onClick={saved.cancel}>
            {t('backup.sync.cancel')}
          </Button>
        ) : (
          mayRun && (
            <Button
              variant={broken ? 'default' : 'filled'}
              leftSection={<Icon name="again" />}
              onClick={saved.now}
            >
              {t('backup.sync.now')}
            </Button>
          )
        )}
        {settings.keyConfirmedAt !== undefined && (
          <Button
            leftSection={<Icon name={settings.paused ? 'play' : 'stop'} />}
            onClick={() => saved.patch({ paused: !settings.paused })}
          >
            {t(settings.paused ? 'backup.sync.resume' : 'backup.sync.pause')}
          </Button>
        )}
        <Button
          component="a"
          href={`https://github.com/${settings.repository}`}
          target="_blank"
          rel="noreferrer"
          variant="subtle"
          leftSection={<Icon name="open" size={16} />}
        >
          {t('backup.sync.open')}
        </Button>
      </div>
    </section>
  );
}

/** When it was saved, when it will be, and how much. */
function linesOf(t: TextFunction, language: string, sync: SyncView, now: number): string[] {
  const { lastSuccess, nextRun, waiting, savedBytes, sentBytes, failure } = sync;
  const when = (at: number) => momentText(t, language, at, now);
  return [
    sync.settings.repository,
    lastSuccess === undefined
      ? t('backup.sync.lastNever')
      : t('backup.sync.last', { time: when(lastSuccess) }),
    nextRun === undefined || nextRun <= now
      ? ''
      : t(failure ? 'backup.sync.until' : 'backup.sync.next', { time: clockText(language, nextRun) }),
    waiting && waiting.files > 0
      ? t('backup.sync.waiting', { files: waiting.files, size: sizeText(waiting.bytes) })
      : '',
    savedBytes === undefined ? '' : t('backup.sync.saved', { size: sizeText(savedBytes) }),
    sentBytes > 0 ? t('backup.sync.sent', { size: sizeText(sentBytes) }) : '',
  ].filter((line) => line !== '');
}

function clockText(language: string, at: number): string {
  return new Date(at).toLocaleTimeString(language, { hour: '2-digit', minute: '2-digit', hour12: false });
}
