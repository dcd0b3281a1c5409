import { type KeyboardEvent, type ReactNode, useRef, useState } from 'react';
import type { LinkId } from '../../electron/contract/ids';
import type { LinkView } from '../../electron/contract/view';
import { Icon } from '../parts/icon';
import { ToneShape } from '../parts/shape';
import { useText } from '../text/text';
import { drawnLinks } from './link-order';
import { LINK_ICON, ropeTone, secondLine, shareOf, stateWord } from './link-words';
import './chain.css';

interface Props {
  chain: readonly LinkView[];
  /** `hero`: home · `compact`: wizard · `down`: rows, for narrow windows. */
  variant: 'hero' | 'compact' | 'down';
  /** The link that stands on its soft ground. */
  here: LinkId | undefined;
  settingUp?: boolean;
  /** Pulls the ropes taut from left to right, once. */
  arriving?: boolean;
  /** With it each link is a button that opens its evidence. */
  onOpen?: ((link: LinkId) => void) | undefined;
  open?: LinkId | undefined;
}

const SHAPE_SIZE = { hero: 30, compact: 20, down: 24 } as const;

/** The eight links as a row of beads on a rope, or as a column. One tab stop; arrows walk. */
export function Chain({
  chain: links,
  variant,
  here,
  settingUp = false,
  arriving = false,
  onOpen,
  open,
}: Props) {
  const { t } = useText();
  const list = useRef<HTMLOListElement>(null);
  const chain = drawnLinks(links);
  const [stop, setStop] = useState<LinkId>();
  const current = stop ?? here ?? chain[0]?.id;

  const walk = (event: KeyboardEvent) => {
    const at = chain.findIndex((link) => link.id === current);
    const to = target(event.key, at, chain.length - 1);
    const next = to === undefined ? undefined : chain[to];
    if (!next) return;
    event.preventDefault();
    setStop(next.id);
    list.current?.querySelectorAll('button')[to ?? 0]?.focus();
  };

  return (
    <ol
      ref={list}
      className={`chain ${variant}${arriving ? ' arriving' : ''}`}
      aria-label={t('chain.name')}
      onKeyDown={onOpen ? walk : undefined}
    >
      {chain.map((link, index) => {
        const next = chain[index + 1];
        const word = stateWord(t, link, { brief: variant === 'compact', settingUp });
        const share = link.state.kind === 'working' ? shareOf(link.state.progress) : undefined;
        const body = (
          <>
            {variant === 'hero' && (
              <span className="link-icon">
                <Icon name={LINK_ICON[link.id]} size={25} />
              </span>
            )}
            <span className="link-bead">
              <ToneShape tone={link.tone} size={SHAPE_SIZE[variant]} share={share} />
            </span>
            <span className="link-pair">
              <span className="link-word">{t(`chain.${link.id}`)}</span>
              {variant !== 'compact' && (
                <>
                  <Unseen>{t('chain.comma')}</Unseen>
                  <span className="link-second">{secondLine(t, link)}</span>
                </>
              )}
            </span>
            <Unseen>{t('chain.comma')}</Unseen>
            <span className="link-state">{word}</span>
            <Unseen>
              {t('chain.comma')}
              {t('chain.position', { n: index + 1, total: chain.length })}
            </Unseen>
          </>
        );
        return (
          <li
            key={link.id}
            className="link"
            data-tone={link.tone}
            data-here={link.id === here || undefined}
            aria-current={link.id === here ? 'step' : undefined}
          >
            {next && <Rope tone={ropeTone(link.tone, next.tone)} upright={variant === 'down'} />}
            {onOpen ? (
              <button
                type="button"
                className="link-body"
                tabIndex={link.id === current ? 0 : -1}
                aria-expanded={open === link.id}
                onFocus={() => setStop(link.id)}
                onClick={() => onOpen(link.id)}
              >
                {body}
              </button>
            ) : (
              <div className="link-body">{body}</div>
            )}
          </li>
        );
      })}
    </ol>
  );
}

function target(key: string, at: number, last: number): number | undefined {
  switch (key) {
    case 'ArrowRight':
    case 'ArrowDown':
      return Math.min(last, at + 1);
    case 'ArrowLeft':
    case 'ArrowUp':
      return Math.max(0, at - 1);
    case 'Home':
      return 0;
    case 'End':
      return last;
    default:
      return undefined;
  }
}

/** Spoken, not drawn: what the eye takes from the layout. */
function Unseen({ children }: { children: ReactNode }) {
  return <span className="unseen">{children}</span>;
}

function Rope({ tone, upright }: { tone: string; upright: boolean }) {
  if (upright) return <i className={`upright ${tone}`} aria-hidden="true" />;
  return (
    <svg className={`rope ${tone}`} viewBox="0 0 100 24" preserveAspectRatio="none" aria-hidden="true">
      <path d={tone === 'bad' ? 'M0 4Q20 7 33 21M100 4Q80 7 69 17' : 'M0 4Q50 24 100 4'} />
    </svg>
  );
}

/** The chain as eight small shapes with one label for all; without one it only decorates what says it already. */
export function MicroChain({ chain, label }: { chain: readonly LinkView[]; label?: string }) {
  const shapes = drawnLinks(chain).map((link) => <ToneShape key={link.id} tone={link.tone} size={13} />);
  if (label === undefined) return <span className="micro">{shapes}</span>;
  return (
    <span className="micro" role="img" aria-label={label}>
      {shapes}
    </span>
  );
}
