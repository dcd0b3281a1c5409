import { LABELS } from '../../electron/engine/engine';
import { until } from '../lab/engine/command';
import type { Lab } from '../lab/start-lab';
import { type Belongings, findService, inspectContainers, listBelongings } from '../main-job/world';

/** Where a bot's data lies, in the container. */
const MARK = { koishi: '/koishi/data/mark', napcat: '/app/.config/QQ/mark' } as const;
const SERVICES = ['koishi', 'napcat'] as const;

/** All that is at the engine, and must be the same after an update that was taken back. */
export interface Whole extends Belongings {
  /** By name: the image that a service's container was made from, and whether it runs. */
  runs: Record<string, string>;
  /** All names of all images, and all that have none. */
  images: string[];
}

export async function lookAtAll(lab: Lab): Promise<Whole> {
  const belongings = await listBelongings(lab.docker);
  const containers = await inspectContainers(lab.docker);
  const listed = await lab.docker(
    ...['image', 'ls', '--all', '--digests', '--no-trunc', '--format'],
    '{{.Repository}}:{{.Tag}} {{.Digest}} {{.ID}}',
  );
  return {
    ...belongings,
    // Data that was put back lies in other volumes than before.
    volumes: belongings.volumes.map((name) => name.replace(/\.[a-z0-9]+$/, '')),
    runs: Object.fromEntries(
      containers
        .filter(({ Config }) => Config.Labels[LABELS.purpose] === 'service')
        .map(({ Name, Image, State }) => [Name, `${Image} ${State.Running ? 'runs' : 'rests'}`]),
    ),
    images: listed.split('\n').filter(Boolean).sort(),
  };
}

/** Leaves a word in the data of every service. */
export async function leaveMark(lab: Lab, word: string): Promise<void> {
  for (const service of SERVICES) {
    const { Id } = await findService(lab.docker, service);
    await lab.docker('exec', Id, 'sh', '-c', `echo "${word}" > ${MARK[service]}`);
  }
}

/** What stands there now, of each. */
export async function readMarks(lab: Lab): Promise<string[]> {
  const marks: string[] = [];
  for (const service of SERVICES) {
    const { Id } = await findService(lab.docker, service);
    marks.push((await lab.docker('exec', Id, 'cat', MARK[service])).trim());
  }
  return marks;
}

const PATIENCE_MS = 60_000;
/** As long as a brain that is up takes at most. */
const AGAIN_MS = 3_000;

/** Says something again and again until it is answered: what is said to a brain that is starting is heard by nobody. */
export async function untilAnswers(lab: Lab, text: string): Promise<void> {
  const phone = lab.phone();
  const before = (await until('the messenger', PATIENCE_MS, () => phone.chat())).length;
  const say = () => void phone.say({ room: 'private', text }).catch(() => undefined);
  say();
  const again = setInterval(say, AGAIN_MS);
  try {
    await until(`an answer to ${text}`, PATIENCE_MS, async () =>
      (await phone.chat()).slice(before).some(({ self }) => self) ? true : undefined,
    );
  } finally {
    clearInterval(again);
  }
}

/** Says something and answers all that the brain told the model of the talk so far. */
export async function talkAbout(lab: Lab, text: string): Promise<string> {
  const asked = lab.model.questions.length;
  await lab.phone().ask(text);
  const question = lab.model.questions.slice(asked).find((one) => one.text.includes(text));
  if (!question) throw new Error(`the model was not asked ${text}`);
  return question.talk.join('\n');
}
