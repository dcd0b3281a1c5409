import { ActionIcon, Switch } from '@mantine/core';
import type { RouteFinding } from '../../electron/contract/routes';
import { Icon } from '../parts/icon';
import { ToneShape } from '../parts/shape';
import { useText } from '../text/text';
import type { Placed } from './asked-order';
import { actionText, findingText, matchText } from './rule-words';

interface Props {
  placed: Placed;
  tabIndex: 0 | -1;
  /** Its place on screen, from 1. */
  place: number;
  last: boolean;
  findings: readonly RouteFinding[];
  placeOf(at: number): number;
  busy: boolean;
  onEnable(enabled: boolean): void;
  onMove(by: -1 | 1): void;
  onEdit(): void;
}

/** A rule: what it takes, where that goes, and what is to be said of it. */
export function RuleRow(props: Props) {
  const { t } = useText();
  const { placed, tabIndex, place, last, findings, placeOf, busy, onEnable, onMove, onEdit } = props;
  const { rule } = placed;
  const [finding] = findings;
  const tone = finding?.severity === 'error' ? 'bad' : 'warn';
  const said = findings.map((one) => findingText(t, one, placeOf)).join(' · ');
  return (
    <div className="rule" data-off={!rule.enabled || undefined}>
      <Switch
        tabIndex={tabIndex}
        aria-label={t('routes.enable', { n: place })}
        checked={rule.enabled}
        disabled={busy}
        onChange={(event) => onEnable(event.currentTarget.checked)}
      />
      <span className="rule-place ink3 sm" aria-hidden="true">
        {place}
      </span>
      <div className="rule-text">
        <p title={matchText(t, rule.match)}>
          <b className="sm">{matchText(t, rule.match)}</b>
          {!rule.enabled && <span className="xs ink3"> · {t('routes.off')}</span>}
        </p>
        {finding ? (
          <p className="rule-finding xs" data-tone={tone} title={said}>
            <ToneShape tone={tone} size={14} />
            <span>{said}</span>
          </p>
        ) : (
          <p className="xs ink3" title={actionText(t, rule)}>
            {actionText(t, rule)}
          </p>
        )}
      </div>
      <span className="rule-buttons">
        <span className="rule-moves">
          <ActionIcon
            tabIndex={tabIndex}
            aria-label={t('routes.up', { n: place })}
            title={t('routes.up', { n: place })}
            disabled={place === 1 || busy}
            onClick={() => onMove(-1)}
          >
            <Icon name="up" size={16} />
          </ActionIcon>
          <ActionIcon
            tabIndex={tabIndex}
            aria-label={t('routes.down', { n: place })}
            title={t('routes.down', { n: place })}
            disabled={last || busy}
            onClick={() => onMove(1)}
          >
            <Icon name="down" size={16} />
          </ActionIcon>
        </span>
        <ActionIcon
          tabIndex={tabIndex}
          aria-label={t('routes.edit', { n: place })}
          title={t('routes.edit', { n: place })}
          onClick={onEdit}
        >
          <Icon name="edit" size={16} />
        </ActionIcon>
      </span>
    </div>
  );
}
