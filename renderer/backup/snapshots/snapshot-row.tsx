import { Button } from '@mantine/core';
import { useState } from 'react';
import type { SnapshotSummary } from '../../../electron/contract/snapshot';
import type { BotView } from '../../../electron/contract/view';
import { useNow } from '../../parts/use-now';
import { useText } from '../../text/text';
import { momentText, sizeText } from '../../text/units';
import { ExportSnapshot } from './export-snapshot';
import { RemoveSnapshot } from './remove-snapshot';
import { RestoreSnapshot } from './restore-snapshot';

const DIALOGS = { restore: RestoreSnapshot, export: ExportSnapshot, remove: RemoveSnapshot } as const;

interface Props {
  bot: BotView;
  snapshot: SnapshotSummary;
  /** Something else is being done. */
  busy: boolean;
}

/** A snapshot: when, why, how much, and what can be done with it. */
export function SnapshotRow({ bot, snapshot, busy }: Props) {
  const { t, language } = useText();
  const now = useNow(60_000);
  const [asked, setAsked] = useState<keyof typeof DIALOGS>();
  const time = momentText(t, language, snapshot.at, now);
  const Dialog = asked && DIALOGS[asked];
  return (
    <li>
      <div className="grow">
        <p>
          <b className="sm">{time}</b> <span className="tag">{t(`snapshots.reason.${snapshot.reason}`)}</span>
        </p>
        <p className="xs ink3">
          {t('snapshots.about', { files: snapshot.files, size: sizeText(snapshot.bytes) })}
          {snapshot.damaged > 0 && ` · ${t('snapshots.damaged', { n: snapshot.damaged })}`}
        </p>
      </div>
      <div className="row wrap backup-buttons">
        {(['restore', 'export', 'remove'] as const).map((what) => (
          <Button
            key={what}
            size="xs"
            variant={what === 'restore' ? 'default' : 'subtle'}
            disabled={busy}
            aria-label={t(`snapshots.${what}Of`, { time })}
            onClick={() => setAsked(what)}
          >
            {t(`snapshots.${what}`)}
          </Button>
        ))}
      </div>
      {Dialog && <Dialog bot={bot.id} snapshot={snapshot} time={time} onClose={() => setAsked(undefined)} />}
    </li>
  );
}
