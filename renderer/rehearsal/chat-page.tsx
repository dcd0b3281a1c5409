import { Button, SegmentedControl, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import type { ChatLine } from '../../electron/contract/rehearsal';
import type { BotView } from '../../electron/contract/view';
import { useTRPC } from '../api/trpc';
import { Chain } from '../chain/chain';
import { Icon, Mark } from '../parts/icon';
import { Refusal } from '../parts/refusal';
import { useText } from '../text/text';
import { Faults } from './faults';
import { useRehearsal } from './use-rehearsal';
import './rehearsal.css';

type Room = ChatLine['room'];

/** The chain beside a pretend chat, and troubles to watch it mend. */
export function ChatPage({ bot }: { bot: BotView }) {
  const rehearsal = useRehearsal();
  return (
    <div className="chat-page">
      <div className="col chat-left">
        <section className="card">
          <Chain chain={bot.chain} variant="down" here={bot.focus} />
        </section>
        <Faults on={rehearsal?.faults ?? []} />
      </div>
      <Chat bot={bot} lines={rehearsal?.chat ?? []} online={rehearsal?.phone === 'online'} />
    </div>
  );
}

function Chat({ bot, lines, online }: { bot: BotView; lines: readonly ChatLine[]; online: boolean }) {
  const { t } = useText();
  const trpc = useTRPC();
  const say = useMutation(trpc.rehearsal.say.mutationOptions());
  const [room, setRoom] = useState<Room>('group');
  const [text, setText] = useState('');
  const end = useRef<HTMLDivElement>(null);
  const field = useRef<HTMLInputElement>(null);
  const name = bot.persona.nickname;
  const shown = lines.filter((line) => line.room === room);
  const lastLine = shown.at(-1);
  const last = lastLine?.id;
  // Silence would look like a fault where it is only manners.
  const isOverheard = room === 'group' && lastLine?.from === 'you' && !lastLine.text.includes(name);
  useEffect(() => {
    if (last !== undefined) end.current?.scrollIntoView({ block: 'nearest' });
  }, [last]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (text.trim() === '') return;
    say.mutate({ room, text: text.trim() }, { onSuccess: () => setText('') });
  };
  const withMention = room === 'group' && !text.includes(`@${name}`);
  return (
    <section className="card chat">
      <header className="row chat-head">
        <span className="avatar small">
          <Mark size={17} />
        </span>
        <div className="grow">
          <h1 className="sm">
            {room === 'group' ? t('rehearsal.chatTitle') : t('rehearsal.privateTitle', { name })}
          </h1>
          <p className="xs ink3">{t(room === 'group' ? 'rehearsal.chatLine' : 'rehearsal.privateLine')}</p>
        </div>
        <SegmentedControl
          aria-label={t('rehearsal.room')}
          value={room}
          onChange={(value) => setRoom(value as Room)}
          data={[
            { value: 'group', label: t('rehearsal.group') },
            { value: 'private', label: t('rehearsal.private') },
          ]}
        />
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it */}
      <div className="chat-lines" role="log" tabIndex={0} aria-label={t('nav.chat')}>
        {shown.length === 0 && <p className="sm ink3 chat-empty">{t('rehearsal.empty')}</p>}
        {shown.map((line) => (
          <div key={line.id} className={`said ${line.from}`}>
            <span className={`avatar small${line.from === 'you' ? ' quiet' : ''}`}>
              {line.from === 'you' ? <Icon name="person" size={17} /> : <Mark size={17} />}
            </span>
            <div>
              <p className="xs ink3">{line.from === 'you' ? t('rehearsal.you') : name}</p>
              <p className={`bubble ${line.from}`}>{line.text}</p>
            </div>
          </div>
        ))}
        {isOverheard && <p className="xs ink3 chat-hint">{t('rehearsal.mention', { name })}</p>}
        <div ref={end} />
      </div>
      <Refusal error={say.error} />
      {!online && (
        <p className="note" data-tone="warn">
          <Icon name="info" />
          {t('rehearsal.offline')}
        </p>
      )}
      <form className="chat-form" onSubmit={submit}>
        <TextInput
          ref={field}
          aria-label={t('rehearsal.sayLabel')}
          placeholder={t('rehearsal.say')}
          value={text}
          autoComplete="off"
          onChange={(event) => setText(event.currentTarget.value)}
        />
        {withMention && (
          <Button
            variant="subtle"
            onClick={() => {
              setText(`@${name} ${text}`);
              field.current?.focus();
            }}
            title={t('rehearsal.mention', { name })}
          >
            @{name}
          </Button>
        )}
        <Button type="submit" variant="filled" loading={say.isPending} leftSection={<Icon name="send" />}>
          {t('rehearsal.send')}
        </Button>
      </form>
    </section>
  );
}
