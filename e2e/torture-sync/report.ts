import { parseArgs } from 'node:util';
import type { Way } from './broken-steps';
import { type TortureReport, torture } from './torture';

const BROKEN: readonly Way[] = ['pointerBeforeAsset', 'oldAssetsFirst', 'noSettle'];
const MOST_TO_CATCH = 200;

/** The whole of `npm run torture:sync`; answers the exit code. */
export async function runTorture(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: {
      pushes: { type: 'string', default: '500' },
      restores: { type: 'string', default: '200' },
      seed: { type: 'string', default: '1' },
      /** Leaves the broken ways out. */
      'good-only': { type: 'boolean', default: false },
    },
  });
  const [pushes, restores, seed] = [values.pushes, values.restores, values.seed].map(Number) as [
    number,
    number,
    number,
  ];
  const log = (line: string) => console.log(`  ${line}`);
  const good = await torture({ pushes, restores, seed, way: 'good', log });
  console.log(inWords(good));
  let isRight = good.wrong.length === 0;
  for (const way of values['good-only'] ? [] : BROKEN) {
    const { wrong, pushes: taken } = await torture({ pushes: MOST_TO_CATCH, restores: 0, seed, way });
    console.log(
      wrong.length > 0 ? `${way}: caught after ${taken} pushes: ${wrong[0]}` : `${way}: NOT CAUGHT`,
    );
    isRight &&= wrong.length > 0;
  }
  return isRight ? 0 : 1;
}

function inWords(report: TortureReport): string {
  const count = (what: RegExp) => report.wrong.filter((line) => what.test(line)).length;
  return [
    `${report.pushes} pushes: ${report.pushesKilled} killed, ${report.acknowledged} acknowledged, ${JSON.stringify(report.failures)}`,
    `${report.restores} restores: ${report.restoresKilled} killed, ${report.restored} handed out; ${report.faults} faults`,
    `${count(/^LOST/)} lost, ${count(/^MIXED/)} mixed, ${count(/^DANGLING/)} dangling, ${count(/^STUCK/)} stuck`,
    ...report.wrong,
  ].join('\n');
}
