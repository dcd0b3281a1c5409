import { ActionIcon, Button, Popover, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { BotId } from '../../electron/contract/ids';
import { MEMORY_STEP_BYTES } from '../../electron/contract/metric';
import type { MemoryLimit } from '../../electron/contract/resources';
import { useTRPC } from '../api/trpc';
import { Icon } from '../parts/icon';
import { Refusal } from '../parts/refusal';
import { Saved } from '../settings/saved';
import { useText } from '../text/text';

const MIB = 1024 * 1024;

/** How much memory a service may take: another number, the usual one, and the way back. */
export function MemoryLimitForm({
  bot,
  limit,
  product,
}: {
  bot: BotId;
  limit: MemoryLimit;
  product: string;
}) {
  const { t } = useText();
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [open, setOpen] = useState(false);
  const [text, setText] = useState('');
  const [before, setBefore] = useState<{ bytes: number }>();
  const save = useMutation(
    trpc.resources.limitMemory.mutationOptions({
      onSuccess: () => setOpen(false),
      onSettled: () => queries.invalidateQueries({ queryKey: trpc.resources.limits.queryKey({ bot }) }),
    }),
  );
  const set = (bytes: number, undo: { bytes: number } | undefined) => {
    const wanted = bytes === limit.usualBytes ? {} : { bytes };
    save.mutate({ bot, service: limit.service, ...wanted }, { onSuccess: () => setBefore(undo) });
  };
  const bytes = Number(text.trim()) * MIB;
  const fits = bytes >= limit.leastBytes && bytes <= limit.mostBytes && bytes % MEMORY_STEP_BYTES === 0;
  const bounds = { least: limit.leastBytes / MIB, most: limit.mostBytes / MIB };
  return (
    <div className="row resource-limit">
      <Saved onUndo={before && !save.isPending ? () => set(before.bytes, undefined) : undefined} />
      <Popover opened={open} onChange={setOpen} position="bottom-end" width={300} trapFocus>
        <Popover.Target>
          <ActionIcon
            aria-label={t('resources.limit.button', { name: product })}
            title={t('resources.limit.button', { name: product })}
            onClick={() => {
              setText(String(limit.bytes / MIB));
              save.reset();
              setOpen(!open);
            }}
          >
            <Icon name="edit" />
          </ActionIcon>
        </Popover.Target>
        <Popover.Dropdown>
          <form
            className="col resource-limit-form"
            onSubmit={(event) => {
              event.preventDefault();
              if (fits) set(bytes, { bytes: limit.bytes });
            }}
          >
            <TextInput
              label={t('resources.limit.label')}
              description={t('resources.limit.help', { ...bounds, usual: limit.usualBytes / MIB })}
              inputMode="numeric"
              value={text}
              onChange={(event) => setText(event.currentTarget.value)}
              error={fits || text.trim() === '' ? undefined : t('resources.limit.number', bounds)}
            />
            <div className="row wrap">
              <Button type="submit" variant="filled" disabled={!fits} loading={save.isPending}>
                {t('resources.limit.save')}
              </Button>
              {limit.bytes !== limit.usualBytes && (
                <Button
                  variant="subtle"
                  disabled={save.isPending}
                  onClick={() => set(limit.usualBytes, { bytes: limit.bytes })}
                >
                  {t('resources.limit.usual')}
                </Button>
              )}
            </div>
            <p className="xs ink3" role="status">
              {save.isPending ? t('resources.limit.saving') : ''}
            </p>
            <Refusal error={save.error} />
          </form>
        </Popover.Dropdown>
      </Popover>
    </div>
  );
}
