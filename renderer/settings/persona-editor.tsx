import { Button, Modal, Textarea, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Persona } from '../../electron/contract/bot';
import type { OwnPersona } from '../../electron/contract/persona';
import type { BotView } from '../../electron/contract/view';
import { useTRPC } from '../api/trpc';
import { Refusal } from '../parts/refusal';
import { useText } from '../text/text';

interface Props {
  bot: BotView;
  /** Whose words are begun with. */
  from: Persona;
  /** The one that is changed; a copy where there is none. */
  own: OwnPersona | undefined;
  name: string;
  onSave(own: OwnPersona): void;
  onClose(): void;
}

/** Writes a persona, shows what the model is told, and asks it one thing as that persona. */
export function PersonaEditor({ bot, from, own, name: firstName, onSave, onClose }: Props) {
  const { t } = useText();
  const trpc = useTRPC();
  const [name, setName] = useState(firstName);
  const [draft, setDraft] = useState(own?.text);
  const [question, setQuestion] = useState('');
  const begun = useQuery(trpc.persona.words.queryOptions({ bot: bot.id, persona: from }));
  const text = draft ?? begun.data?.text ?? '';
  const persona: Persona = { preset: 'custom', text, nickname: from.nickname };
  const words = useQuery(trpc.persona.words.queryOptions({ bot: bot.id, persona }));
  const preview = useMutation(trpc.persona.preview.mutationOptions());
  const isReady = name.trim() !== '' && text.trim() !== '';
  const save = () => onSave({ id: own?.id ?? newId(), name: name.trim(), text: text.trim() });
  const ask = () =>
    preview.mutate({ bot: bot.id, persona, text: question.trim() || t('manner.usualQuestion') });
  return (
    <Modal
      opened
      onClose={onClose}
      size={620}
      title={t(own ? 'manner.editTitle' : 'manner.copyTitle')}
      closeButtonProps={{ 'aria-label': t('app.close') }}
    >
      <div className="form">
        <TextInput
          label={t('manner.personaName')}
          value={name}
          maxLength={40}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Textarea
          label={t('card.text')}
          description={t('card.textHelp')}
          value={text}
          rows={8}
          maxLength={20_000}
          onChange={(event) => setDraft(event.currentTarget.value)}
        />
        <details>
          <summary className="sm">{t('manner.prompt')}</summary>
          <pre className="persona-prompt">{words.data?.prompt}</pre>
        </details>
        <div className="persona-try">
          <TextInput
            label={t('manner.question')}
            description={t('manner.questionHelp')}
            placeholder={t('manner.usualQuestion')}
            value={question}
            maxLength={2_000}
            onChange={(event) => setQuestion(event.currentTarget.value)}
          />
          <Button loading={preview.isPending} disabled={text.trim() === ''} onClick={ask}>
            {t('manner.ask')}
          </Button>
        </div>
        {preview.isPending && <p className="sm ink2">{t('manner.asking')}</p>}
        {preview.data && (
          <blockquote className="persona-answer" aria-live="polite">
            {preview.data.answer}
          </blockquote>
        )}
        {preview.error && (
          <div>
            <Refusal error={preview.error} />
            <p className="xs ink3">{t('manner.cannotAsk')}</p>
          </div>
        )}
        <div className="row form-end">
          <Button variant="subtle" onClick={onClose}>
            {t('app.cancel')}
          </Button>
          <Button variant="filled" disabled={!isReady} onClick={save}>
            {t('app.save')}
          </Button>
        </div>
      </div>
    </Modal>
  );
}

function newId(): string {
  const letters = 'abcdefghijklmnopqrstuvwxyz0123456789';
  return Array.from(crypto.getRandomValues(new Uint8Array(8)), (byte) => letters[byte % 36]).join('');
}
