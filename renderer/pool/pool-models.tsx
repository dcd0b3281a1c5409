import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { BotId } from '../../electron/contract/ids';
import { useTRPC } from '../api/trpc';
import { ChoiceGroup } from '../parts/choice-group';
import { Refusal } from '../parts/refusal';
import { useText } from '../text/text';
import { PoolProblem } from './pool-problem';

/** The models that the keys open, and which of them the bot asks. */
export function PoolModels({ bot, model }: { bot: BotId; model: string | undefined }) {
  const { t } = useText();
  const trpc = useTRPC();
  const models = useMutation(trpc.keyPool.models.mutationOptions());
  const choose = useMutation(trpc.model.choose.mutationOptions());
  const list = models.data?.kind === 'ok' ? models.data.models : undefined;
  const chosen = choose.isPending ? choose.variables.model : model;
  return (
    <section className="card pool-box">
      <div className="row spread">
        <h2 className="h3">
          {t('pool.models.title')}{' '}
          {list && <span className="ink3">{t('pool.models.count', { n: list.length })}</span>}
        </h2>
        <Button size="xs" loading={models.isPending} onClick={() => models.mutate({ bot })}>
          {t('pool.models.list')}
        </Button>
      </div>
      <p className="xs ink3">{t('pool.models.line')}</p>
      {list && list.length > 0 && (
        <ChoiceGroup
          className="models"
          label={t('pool.models.title')}
          value={chosen}
          onChange={(next) => choose.mutate({ bot, model: next })}
          choices={list.map((one) => ({ value: one, content: <code>{one}</code> }))}
        />
      )}
      {list?.length === 0 && <p className="sm ink2">{t('pool.models.nothing')}</p>}
      {models.data?.kind === 'problem' && <PoolProblem problem={models.data} />}
      {choose.data?.kind === 'problem' && <PoolProblem problem={choose.data} />}
      <Refusal error={models.error ?? choose.error} />
    </section>
  );
}
