const isChinese = navigator.language.toLowerCase().startsWith('zh');
const EN = {
  title: "The gateway's rules",
  password: 'Gateway password',
  open: 'Open',
  table: 'Rules (routes.json)',
  save: 'Save',
  reload: 'Read again',
  try: 'Try an address',
  url: 'Address',
  ask: 'Which rule takes it?',
  change: 'Change the password',
  renewed: 'New password (at least 12 characters)',
  set: 'Change',
};
const words = isChinese
  ? {
      saved: '已保存，马上生效。',
      notJson: '这不是合法的 JSON。',
      changed: '密码换好了，已登录的人要重新登录。',
      forbidden: '密码不对。',
      failed: 'BotPier 没有应答，打开它再试。',
      taken: (trial) =>
        trial.by === 'rule' ? `第 ${trial.rule + 1} 条规则 → ${trial.target}` : BY_ZH[trial.by](trial),
    }
  : {
      saved: 'Saved, and live.',
      notJson: 'This is not valid JSON.',
      changed: 'The password is changed; everybody signs in anew.',
      forbidden: 'Wrong password.',
      failed: 'BotPier does not answer; open it and try again.',
      taken: (trial) =>
        trial.by === 'rule' ? `Rule ${trial.rule + 1} → ${trial.target}` : BY_EN[trial.by](trial),
    };
const BY_ZH = {
  default: (trial) => `没有规则接，去默认后端 → ${trial.target}`,
  admin: () => '这是网关自己的页面。',
  refused: () => '网关不放这个地址进来。',
};
const BY_EN = {
  default: (trial) => `No rule takes it; the default backend does → ${trial.target}`,
  admin: () => "This is one of the gateway's own pages.",
  refused: () => 'The gateway does not let this address in.',
};

const element = (id) => document.getElementById(id);
let password = '';

if (!isChinese) {
  document.documentElement.lang = 'en';
  for (const each of document.querySelectorAll('[data-text]')) each.textContent = EN[each.dataset.text];
}

element('enter').addEventListener('submit', (event) => {
  event.preventDefault();
  password = element('password').value;
  void read();
});
element('reload').addEventListener('click', read);
element('save').addEventListener('click', async () => {
  const table = parse(element('table').value);
  if (table === undefined) return tell(words.notJson, true);
  const answer = await call('routes.json', { method: 'POST', body: JSON.stringify(table) });
  if (answer) tell([words.saved, ...(answer.findings ?? []).map(findingLine)].join('\n'));
});
element('trial').addEventListener('submit', async (event) => {
  event.preventDefault();
  const routes = parse(element('table').value);
  const body = JSON.stringify({ request: { url: element('url').value }, routes });
  const trial = await call('try', { method: 'POST', body });
  if (trial) tell(words.taken(trial));
});
element('renew').addEventListener('submit', async (event) => {
  event.preventDefault();
  const renewed = element('renewed').value;
  const body = JSON.stringify({ new_password: renewed });
  if (!(await call('password', { method: 'POST', body }))) return;
  password = renewed;
  element('renew').reset();
  tell(words.changed);
});

async function read() {
  const table = await call('routes.json', { method: 'GET' });
  if (!table) return;
  element('table').value = JSON.stringify(table, null, 2);
  element('inside').hidden = false;
  element('enter').hidden = true;
  tell('');
}

/** What was answered; undefined after telling why it was refused. */
async function call(path, init) {
  try {
    const headers = { 'X-Admin-Password': password, 'Content-Type': 'application/json' };
    const response = await fetch(`/admin/${path}`, { ...init, headers });
    const body = await response.json();
    if (response.ok) return body;
    const lines = [...(body.issues ?? []), ...(body.findings ?? []).map(findingLine)];
    const line =
      response.status === 403 ? words.forbidden : [body.error, body.message].filter(Boolean).join(': ');
    tell([line, ...lines].join('\n'), true);
  } catch {
    tell(words.failed, true);
  }
  return undefined;
}

function findingLine({ code, rule, params }) {
  const where = rule === undefined ? 'default_backend' : `rules[${rule}]`;
  return `${where}: ${code} ${Object.entries(params)
    .map(([name, value]) => `${name}=${value}`)
    .join(' ')}`;
}

function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function tell(text, isBad = false) {
  element('say').textContent = text;
  element('say').classList.toggle('bad', isBad);
}
