import { Button } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { StackId } from '../../electron/contract/ids';
import type { BotView, StackOffer } from '../../electron/contract/view';
import { useView } from '../api/app-view';
import { enterRehearsal } from '../api/rehearsal-address';
import { useTRPC } from '../api/trpc';
import { useNarrow } from '../frame/use-narrow';
import { Icon } from '../parts/icon';
import { Refusal } from '../parts/refusal';
import { useText } from '../text/text';
import { offerFact, offerRows, STACK_ICON } from './offer-facts';
import { Step } from './step';

const REASONS = [
  { text: 'whyFree', icon: 'people' },
  { text: 'whyHome', icon: 'screen' },
  { text: 'whySwap', icon: 'again' },
] as const;

/** Which brain; only what is offered is drawn. The first choice also brings the first bot into being. */
export function Choose({
  bot,
  onChosen,
  onRestore,
}: {
  bot: BotView | undefined;
  onChosen(): void;
  onRestore(): void;
}) {
  const { t } = useText();
  const trpc = useTRPC();
  const view = useView();
  const offers = useQuery(trpc.stacks.offers.queryOptions());
  const create = useMutation(trpc.bots.create.mutationOptions());
  const chooseStack = useMutation(trpc.bots.chooseStack.mutationOptions());
  const busy = create.isPending || chooseStack.isPending;

  const choose = async (stack: StackId) => {
    if (busy) return;
    const id = bot?.id ?? (await create.mutateAsync());
    await chooseStack.mutateAsync({ bot: id, stack });
    onChosen();
  };
  const narrow = useNarrow('alone');
  const list = offers.data ?? [];
  const only = list.length === 1 ? list[0] : undefined;
  const pick = (stack: StackId) => void choose(stack).catch(() => {});

  return (
    <Step
      title={t('choose.title')}
      line={t('choose.line')}
      todo={1}
      background={
        view.rehearsal ? <p className="sm ink2">{t('wizard.quay.afterChoose')}</p> : <RehearseTeaser />
      }
      actions={
        <>
          {!view.rehearsal && <Rehearse />}
          <Button onClick={onRestore}>{t('restore.have')}</Button>
          {only && (
            <Button variant="filled" size="lg" loading={busy} onClick={() => pick(only.id)}>
              {t(`stack.${only.id}.button`)}
            </Button>
          )}
        </>
      }
    >
      {only ? (
        <SingleOffer offer={only} />
      ) : (
        list.length > 1 &&
        (narrow ? (
          <Cards offers={list} onPick={pick} busy={busy} />
        ) : (
          <Comparison offers={list} onPick={pick} busy={busy} />
        ))
      )}
      <Refusal error={create.error ?? chooseStack.error ?? offers.error} />
    </Step>
  );
}

interface PickProps {
  onPick(stack: StackId): void;
  busy: boolean;
}

function SingleOffer({ offer }: { offer: StackOffer }) {
  const { t } = useText();
  return (
    <div className="single">
      <OfferCard offer={offer} unsure={false} />
      <section>
        <h2>{t('choose.why')}</h2>
        <ul className="reasons">
          {REASONS.map(({ text, icon }) => (
            <li key={text}>
              <span className="avatar square quiet">
                <Icon name={icon} size={22} />
              </span>
              <div>
                <h3>{t(`choose.${text}.title`)}</h3>
                <p>{t(`choose.${text}.line`)}</p>
              </div>
            </li>
          ))}
        </ul>
      </section>
    </div>
  );
}

interface OfferCardProps {
  offer: StackOffer;
  unsure: boolean;
  children?: ReactNode;
}

function OfferCard({ offer, unsure, children }: OfferCardProps) {
  const { t } = useText();
  return (
    <section className="single-card">
      <OfferHead offer={offer} unsure={unsure} />
      <dl className="facts">
        {offerRows([offer]).flatMap((row) => [
          <dt key={`${row} name`}>{t(`choose.row.${row}`)}</dt>,
          <dd key={row}>{offerFact(t, offer, row)}</dd>,
        ])}
      </dl>
      {children}
    </section>
  );
}

/** One below the other, where a table has no room. */
function Cards({ offers, onPick, busy }: PickProps & { offers: readonly StackOffer[] }) {
  return (
    <div className="single">
      {offers.map((offer, index) => (
        <OfferCard key={offer.id} offer={offer} unsure={index === 0}>
          <PickButton offer={offer} first={index === 0} onPick={onPick} busy={busy} />
        </OfferCard>
      ))}
    </div>
  );
}

function PickButton({ offer, first, onPick, busy }: PickProps & { offer: StackOffer; first: boolean }) {
  const { t } = useText();
  return (
    <Button
      variant={first ? 'filled' : 'default'}
      size="lg"
      fullWidth
      loading={busy}
      onClick={() => onPick(offer.id)}
    >
      {t(`stack.${offer.id}.button`)}
    </Button>
  );
}

function OfferHead({ offer, unsure }: { offer: StackOffer; unsure: boolean }) {
  const { t } = useText();
  return (
    <div className="row">
      <span className="avatar square">
        <Icon name={STACK_ICON[offer.id]} size={24} />
      </span>
      <div className="grow">
        <h2>
          {t(`stack.${offer.id}.name`)} {unsure && <span className="tag">{t('choose.unsure')}</span>}
        </h2>
        <p className="sm ink2">{t(`stack.${offer.id}.line`)}</p>
      </div>
    </div>
  );
}

function Comparison({ offers, onPick, busy }: PickProps & { offers: readonly StackOffer[] }) {
  const { t } = useText();
  const first = (index: number) => (index === 0 ? 'first' : undefined);
  return (
    <table className="compare" aria-label={t('choose.table')}>
      <thead>
        <tr>
          <td />
          {offers.map((offer, index) => (
            <th key={offer.id} scope="col" className={first(index)}>
              <OfferHead offer={offer} unsure={index === 0} />
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {offerRows(offers).map((row) => (
          <tr key={row}>
            <th scope="row">{t(`choose.row.${row}`)}</th>
            {offers.map((offer, index) => (
              <td key={offer.id} className={first(index)}>
                {offerFact(t, offer, row)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <td />
          {offers.map((offer, index) => (
            <td key={offer.id} className={first(index)}>
              <PickButton offer={offer} first={index === 0} onPick={onPick} busy={busy} />
            </td>
          ))}
        </tr>
      </tfoot>
    </table>
  );
}

function RehearseTeaser() {
  const { t } = useText();
  return (
    <div className="row">
      <span className="ink2">
        <Icon name="mask" size={24} />
      </span>
      <div className="sm">
        <b>{t('wizard.rehearse.title')}</b>
        <p className="ink2 xs">{t('wizard.rehearse.line')}</p>
      </div>
    </div>
  );
}

/** Opens the rehearsal at once; also stands where the engine is missing. */
export function Rehearse() {
  const { t } = useText();
  return <Button onClick={enterRehearsal}>{t('wizard.rehearse.how')}</Button>;
}
