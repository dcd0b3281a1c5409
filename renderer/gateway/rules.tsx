import { Button } from '@mantine/core';
import { lazy, Suspense, useState } from 'react';
import type { GatewayView } from '../../electron/contract/gateway';
import type { RouteFinding, RouteTable } from '../../electron/contract/routes';
import { Icon } from '../parts/icon';
import { Refusal } from '../parts/refusal';
import { WindowedList } from '../parts/windowed-list';
import { Saved } from '../settings/saved';
import { TextSetting } from '../settings/text-setting';
import { useText } from '../text/text';
import { latencyText } from '../text/units';
import { askedOrder, moveRule } from './asked-order';
import { Findings } from './findings';
import { RoutesFile } from './routes-file';
import { RuleRow } from './rule-row';
import type { Routes } from './use-routes';
import '../settings/settings.css';

const EditRule = lazy(() => import('./edit-rule').then((m) => ({ default: m.EditRule })));
const ROW_HEIGHT = 60;

interface Props {
  gateway: GatewayView;
  table: RouteTable;
  routes: Routes;
}

/** Every rule in the order in which it is asked, then what no rule takes. */
export function Rules({ gateway, table, routes }: Props) {
  const { t } = useText();
  // A position in the table; -1 is a new rule.
  const [editing, setEditing] = useState<number>();
  const order = askedOrder(table.rules);
  const places = new Map(order.map(({ at }, index) => [at, index + 1]));
  const placeOf = (at: number) => places.get(at) ?? at + 1;
  const about = Map.groupBy(gateway.findings, (finding) => finding.rule ?? -1);
  const refused = routes.result && !routes.result.saved ? routes.result.findings : [];
  const saveRules = (rules: RouteTable['rules']) => void routes.save({ ...table, rules });
  return (
    <section className="col gateway-rules">
      <div className="row spread wrap settings-head">
        <div>
          <h2>{t('routes.title')}</h2>
          <p className="sm ink2">{t('routes.line')}</p>
        </div>
        <span className="row">
          <Saved onUndo={routes.undo} />
          <Button leftSection={<Icon name="plus" />} onClick={() => setEditing(-1)}>
            {t('routes.add')}
          </Button>
        </span>
      </div>
      {routes.undo && routes.result?.saved && (
        <p className="xs ink3" role="status">
          {routes.result.liveMs === undefined
            ? t('routes.savedOnly')
            : t('routes.live', { time: latencyText(t, routes.result.liveMs) })}
        </p>
      )}
      {editing === undefined && <Findings findings={refused.filter(isError)} placeOf={placeOf} />}
      <Refusal error={routes.error} />
      <div className="card pool-list">
        {order.length === 0 ? (
          <p className="sm ink2 pool-nothing">{t('routes.empty')}</p>
        ) : (
          <WindowedList
            items={order}
            keyOf={({ at }) => String(at)}
            rowHeight={ROW_HEIGHT}
            label={t('routes.list', { n: order.length })}
          >
            {(placed, tabIndex) => (
              <RuleRow
                placed={placed}
                tabIndex={tabIndex}
                place={placeOf(placed.at)}
                last={placeOf(placed.at) === order.length}
                findings={about.get(placed.at) ?? []}
                placeOf={placeOf}
                busy={routes.saving}
                onEnable={(enabled) => saveRules(table.rules.with(placed.at, { ...placed.rule, enabled }))}
                onMove={(by) => {
                  const moved = moveRule(table.rules, placed.at, by);
                  if (moved) saveRules(moved);
                }}
                onEdit={() => setEditing(placed.at)}
              />
            )}
          </WindowedList>
        )}
        <div className="rule-default">
          <TextSetting
            title={t('routes.default')}
            line={t('routes.to', { target: table.default_backend })}
            setting={{
              value: table.default_backend,
              save: (text) => void routes.save({ ...table, default_backend: text }),
              undo: undefined,
              error: undefined,
            }}
            problemOf={() => undefined}
          />
          <Findings findings={about.get(-1) ?? []} placeOf={placeOf} />
        </div>
      </div>
      <RoutesFile table={table} routes={routes} isDefault={gateway.isDefault} />
      {editing !== undefined && (
        <Suspense>
          <EditRule
            rule={table.rules[editing]}
            warnings={editing < 0 ? [] : (about.get(editing) ?? [])}
            findings={(routes.result?.saved === false ? routes.result.findings : []).filter(isError)}
            placeOf={placeOf}
            saving={routes.saving}
            error={routes.error}
            onClose={() => setEditing(undefined)}
            onSave={async (rule) => {
              const rules = editing < 0 ? [...table.rules, rule] : table.rules.with(editing, rule);
              const result = await routes.save({ ...table, rules });
              if (result?.saved) setEditing(undefined);
            }}
            onRemove={() => {
              saveRules(table.rules.filter((_, at) => at !== editing));
              setEditing(undefined);
            }}
          />
        </Suspense>
      )}
    </section>
  );
}

function isError(finding: RouteFinding): boolean {
  return finding.severity === 'error';
}
