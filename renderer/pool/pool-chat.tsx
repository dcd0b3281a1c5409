import { Button, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { BotId } from '../../electron/contract/ids';
import { useTRPC } from '../api/trpc';
import { Mark } from '../parts/icon';
import { Refusal } from '../parts/refusal';
import { useText } from '../text/text';
import { latencyText } from '../text/units';
import { PoolProblem } from './pool-problem';

/** One question through the running pool. */
export function PoolChat({ bot, running }: { bot: BotId; running: boolean }) {
  const { t } = useText();
  const trpc = useTRPC();
  const chat = useMutation(trpc.keyPool.chat.mutationOptions());
  const [text, setText] = useState(() => t('pool.chat.sample'));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (text.trim() !== '' && running) chat.mutate({ bot, text });
  };
  return (
    <section className="card pool-box">
      <h2 className="h3">{t('pool.chat.title')}</h2>
      <p className="xs ink3">{t(running ? 'pool.chat.line' : 'pool.chat.notRunning')}</p>
      <form className="row pool-ask" onSubmit={submit}>
        <TextInput
          className="grow"
          aria-label={t('pool.chat.label')}
          value={text}
          maxLength={4_000}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <Button type="submit" disabled={!running || text.trim() === ''} loading={chat.isPending}>
          {t('pool.chat.ask')}
        </Button>
      </form>
      <div role="status">
        {chat.data?.kind === 'ok' && (
          <div className="said">
            <span className="avatar small">
              <Mark size={17} />
            </span>
            <div>
              <p className="bubble bot">{chat.data.answer}</p>
              <p className="xs ink3">
                {t('pool.chat.took', { latency: latencyText(t, chat.data.latencyMs) })}
              </p>
            </div>
          </div>
        )}
        {chat.data?.kind === 'problem' && <PoolProblem problem={chat.data} />}
      </div>
      <Refusal error={chat.error} />
    </section>
  );
}
