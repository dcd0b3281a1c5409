import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { BotView, LinkView } from '../../electron/contract/view';
import { useTRPC } from '../api/trpc';
import { stateWord } from '../chain/link-words';
import { Icon } from '../parts/icon';
import { Refusal } from '../parts/refusal';
import { ToneShape } from '../parts/shape';
import { useNow } from '../parts/use-now';
import { type TextFunction, useText } from '../text/text';
import { durationText, latencyText, momentText, sentencesText } from '../text/units';
import type { Worst } from './worst';

/** One sentence, what stands behind it, and what can be done with the whole bot. */
export function Headline({ bot, worst }: { bot: BotView; worst: Worst }) {
  const { t, language } = useText();
  const trpc = useTRPC();
  const now = useNow(10_000);
  const start = useMutation(trpc.bots.start.mutationOptions());
  const stop = useMutation(trpc.bots.stop.mutationOptions());
  const prove = useMutation(trpc.bots.prove.mutationOptions());
  const tone = worst.kind === 'link' ? worst.link.tone : worst.kind === 'fine' ? 'ok' : 'idle';
  return (
    <>
      <header className="headline">
        <ToneShape tone={tone} size={40} />
        <div className="grow">
          <h1 aria-live={tone === 'bad' ? 'assertive' : 'polite'}>{titleOf(t, bot, worst)}</h1>
          <p className="sm ink2">{lineOf(t, language, bot, worst, now)}</p>
        </div>
        <div className="row wrap headline-actions">
          {worst.kind === 'fine' && (
            <Button
              leftSection={<Icon name="reply" />}
              loading={prove.isPending}
              onClick={() => prove.mutate({ bot: bot.id })}
            >
              {t('home.say')}
            </Button>
          )}
          {bot.intent === 'running' ? (
            <Button
              leftSection={<Icon name="stop" />}
              loading={stop.isPending}
              onClick={() => stop.mutate({ bot: bot.id })}
            >
              {t('home.stopAll')}
            </Button>
          ) : (
            <Button
              variant="filled"
              leftSection={<Icon name="play" />}
              loading={start.isPending}
              onClick={() => start.mutate({ bot: bot.id })}
            >
              {t('home.startAll')}
            </Button>
          )}
        </div>
      </header>
      {prove.data && worst.kind === 'fine' && (
        <div className="note" data-tone="ok" role="status">
          <ToneShape tone="ok" size={18} />
          <div>
            <b>{t('home.said')}</b>{' '}
            <span className="ink2">
              {t('home.saidLine', { latency: latencyText(t, prove.data.latencyMs) })}
            </span>
            <p>{prove.data.answer}</p>
          </div>
        </div>
      )}
      <Refusal error={start.error ?? stop.error ?? prove.error} />
    </>
  );
}

function titleOf(t: TextFunction, bot: BotView, worst: Worst): string {
  if (worst.kind === 'fine') return t('home.fine', { name: bot.name });
  if (worst.kind === 'stopped') return t('home.stopped', { name: bot.name });
  return linkTitle(t, worst.link);
}

/** A link's state as a sentence. */
export function linkTitle(t: TextFunction, link: LinkView): string {
  const { state } = link;
  switch (state.kind) {
    case 'broken':
      return t(`diagnosis.${state.diagnosis.code}.what`);
    case 'needsYou':
      return state.ask.kind === 'startEngine'
        ? t('ask.startEngine.title', { product: state.ask.product })
        : t(`ask.${state.ask.kind}.title`);
    case 'working':
      return t(`doingLine.${state.doing}`, { link: t(`chain.${link.id}`) });
    case 'ok':
      return t('home.fineLink', { link: t(`chain.${link.id}`) });
    case 'off':
      return `${t(`chain.${link.id}`)} · ${stateWord(t, link)}`;
  }
}

function lineOf(t: TextFunction, language: string, bot: BotView, worst: Worst, now: number): string {
  if (worst.kind === 'stopped') return t('home.stoppedLine');
  if (worst.kind === 'link') {
    const { link } = worst;
    if (link.state.kind === 'needsYou') return t('home.waitingLine', { name: bot.name });
    const since = t('home.brokenSince', { time: durationText(t, now - link.since) });
    return link.state.kind === 'broken'
      ? sentencesText(language, t(`diagnosis.${link.state.diagnosis.code}.why`), since)
      : since;
  }
  const parts = [
    bot.messages.lastSentAt === undefined
      ? t('home.noMessages')
      : t('home.last', { time: momentText(t, language, bot.messages.lastSentAt, now) }),
  ];
  if (bot.proof) {
    parts.push(
      t('home.proof', {
        time: momentText(t, language, bot.proof.at, now),
        latency: latencyText(t, bot.proof.latencyMs),
      }),
    );
  }
  return parts.join(' · ');
}
