import { useState } from 'react';
import type { BotView } from '../../../electron/contract/view';
import { useView } from '../../api/app-view';
import { ChoiceGroup } from '../../parts/choice-group';
import { ToneShape } from '../../parts/shape';
import { useText } from '../../text/text';
import { LegacyEntry } from '../legacy/legacy-entry';
import { RestoreFile } from './restore-file';
import { RestoreProgress } from './restore-progress';
import { RestoreRepository } from './restore-repository';
import '../backup.css';

const PLACES = ['github', 'file', 'legacy'] as const;
type Place = (typeof PLACES)[number];

/** Brings a bot here from somewhere else. `bot`: the one whose data is replaced. */
export function RestoreForm({ bot, onDone }: { bot: BotView | undefined; onDone(): void }) {
  const { t } = useText();
  const { restoring } = useView();
  const [place, setPlace] = useState<Place>('github');
  const replaced = bot?.settingUp === false ? bot : undefined;
  return (
    <section className="card backup-card backup-step">
      {restoring && <RestoreProgress restoring={restoring} />}
      {/* It stays: whoever stops it finds what was entered. */}
      <div className="col backup-gap" hidden={restoring !== undefined}>
        <ChoiceGroup<Place>
          className="backup-choices"
          label={t('restore.from')}
          value={place}
          onChange={setPlace}
          choices={PLACES.map((value) => ({
            value,
            content: (
              <>
                <b>{t(`restore.${value}.name`)}</b>
                <span>{t(`restore.${value}.line`)}</span>
              </>
            ),
          }))}
        />
        <p className="note" data-tone="warn">
          <ToneShape tone="warn" size={17} />
          <span>
            {t('restore.old')}
            {replaced && place === 'github' && ` ${t('restore.replace', { name: replaced.name })}`}
          </span>
        </p>
        {place === 'github' ? (
          <RestoreRepository bot={replaced} onDone={onDone} />
        ) : place === 'file' ? (
          <RestoreFile onDone={onDone} />
        ) : (
          <LegacyEntry onDone={onDone} />
        )}
      </div>
    </section>
  );
}
