const isChinese = navigator.language.toLowerCase().startsWith('zh');
const EN = {
  title: 'Sign in at the gateway',
  why: 'These panels can be reached by others, so sign in first.',
  password: 'Gateway password',
  go: 'Sign in',
};
const say = {
  wrong: isChinese ? '密码不对。' : 'Wrong password.',
  wait: (seconds) =>
    isChinese ? `试得太勤了，${seconds} 秒后再试。` : `Too many tries; wait ${seconds} seconds.`,
  failed: isChinese ? 'BotPier 没有应答，打开它再试。' : 'BotPier does not answer; open it and try again.',
};

if (!isChinese) {
  document.documentElement.lang = 'en';
  for (const element of document.querySelectorAll('[data-text]'))
    element.textContent = EN[element.dataset.text];
}

const line = document.getElementById('say');
document.getElementById('form').addEventListener('submit', async (event) => {
  event.preventDefault();
  line.textContent = '';
  try {
    const response = await fetch('/admin/login', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ password: document.getElementById('password').value }),
    });
    if (response.ok) location.replace(nextPath());
    else if (response.status === 429) line.textContent = say.wait((await response.json()).retry_after);
    else line.textContent = response.status === 403 ? say.wrong : say.failed;
  } catch {
    line.textContent = say.failed;
  }
});

/** A path of this very host, whatever the link said. */
function nextPath() {
  const wanted = new URLSearchParams(location.search).get('next') ?? '/';
  const url = new URL(wanted, location.origin);
  return url.origin === location.origin ? url.pathname : '/';
}
